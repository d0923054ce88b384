"""The sample web: five small sites that we wrote ourselves, served on loopback; README.md beside says which counts are right."""
