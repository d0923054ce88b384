"""The floor of the house: the values that flow and the text, URL and date functions that engines and steps share."""
