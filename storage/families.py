"""Which mentions are one voice, copies of one another, and one group: union-find over relations, kept in columns of `mention`.

Copies are joined by `same`. They are one voice, unless `CAMPAIGN_AUTHORS` authors of one site have them: then only copies with one author
are. A group is what is joined by `same` or `template` and holds a template or a campaign. All three only grow while mentions are added, so
the order in which they come makes no difference; when a relation goes, what it held together is taken apart and joined anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from storage.candidates import CHUNK, chunks
from storage.models import MentionRow, RelationRow
from storage.sets import Sets

CAMPAIGN_AUTHORS = 3
"""Authors of one site with the same informative text: bots, canned answers, share buttons, suggested phrases."""
_M = MentionRow


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation that joins: `same` or `template`."""

    a: int
    b: int
    kind: str
    one_author: bool


@dataclass(frozen=True, slots=True)
class Home:
    """What a mention belongs to, as stored."""

    id: int
    voice: int
    copies: int | None = None
    group: int | None = None

    @property
    def own_copies(self) -> int:
        """The smallest id of its copies; its own when it has none."""
        return self.copies or self.id

    @property
    def family(self) -> int:
        """The smallest id of all that is joined with it."""
        return self.group or self.own_copies


def join(conn: Connection, homes: Mapping[int, Home], edges: Sequence[Edge]) -> None:
    """Join what the edges connect; they are stored in `relation` already, and their ends are all in `homes`."""
    same = [edge for edge in edges if edge.kind == "same"]
    copies = Sets((homes[edge.a].own_copies, homes[edge.b].own_copies) for edge in same)
    names = copies.names()
    known = _known_campaigns(conn, names)
    campaigns = {names[one] for one in known}
    campaigns |= _new_campaigns(conn, {one: name for one, name in names.items() if name not in campaigns})
    if campaigns:
        split = [one for one, name in names.items() if name in campaigns and one not in known]
        _join_authors(conn, homes, [edge for edge in same if names[homes[edge.a].own_copies] in campaigns], split)
    plural = {home.copies for home in homes.values() if home.copies}
    _join_groups(conn, homes, edges, {one for one, name in names.items() if name in campaigns}, plural)
    _set_of_copies(conn, "voice_id", {one: name for one, name in names.items() if one != name and name not in campaigns}, plural)
    # Last, since the others are found by it; those that keep their name are thousands at times.
    _set_of_copies(conn, "copies_id", {one: name for one, name in names.items() if one != name or one not in plural}, plural)


def part(conn: Connection, ids: Collection[int], *, leave_out: bool) -> None:
    """Take apart all that mentions belong to and join it anew by the relations there are now, the mentions left out or not."""
    homes = load_homes(conn, ids)
    groups = {home.group for home in homes.values() if home.group}
    copies = {home.copies for home in homes.values() if home.copies}
    members = set(homes)
    for column, names in ((_M.group_id, groups), (_M.copies_id, copies)):
        for chunk in chunks(sorted(names), CHUNK):
            members.update(conn.execute(select(_M.id).where(column.in_(chunk))).scalars())
    for chunk in chunks(sorted(members), CHUNK):
        conn.execute(update(_M).where(_M.id.in_(chunk)).values(voice_id=_M.id, copies_id=None, group_id=None))
    if leave_out:
        members -= set(ids)
    edges = [edge for edge in _edges(conn, members) if edge.b in members]
    join(conn, {member: Home(member, member) for member in members}, edges)


def load_homes(conn: Connection, ids: Collection[int]) -> dict[int, Home]:
    """Give what mentions belong to."""
    query = select(_M.id, _M.voice_id, _M.copies_id, _M.group_id)
    rows = (row for chunk in chunks(sorted(ids), CHUNK) for row in conn.execute(query.where(_M.id.in_(chunk))))
    return {row.id: Home(row.id, row.voice_id, row.copies_id, row.group_id) for row in rows}


def _known_campaigns(conn: Connection, copies: Collection[int]) -> set[int]:
    """Those of the copies, by their smallest ids, that are more than one voice. EXISTS stops at the first other voice."""
    lead, other = aliased(MentionRow), aliased(MentionRow)
    is_campaign = exists().where(other.copies_id == lead.copies_id, other.voice_id != lead.copies_id)
    query = select(lead.id).where(lead.copies_id == lead.id, is_campaign)
    return {one for chunk in chunks(list(copies), CHUNK) for one in conn.execute(query.where(lead.id.in_(chunk))).scalars()}


def _new_campaigns(conn: Connection, names: Mapping[int, int]) -> set[int]:
    """Names of the joined copies that enough authors of one site have."""
    authors: dict[tuple[int, str], set[str]] = {}
    own_copies = func.coalesce(_M.copies_id, _M.id)
    for chunk in chunks(list(names), CHUNK):
        query = select(own_copies, _M.site, _M.author_key, _M.author).where(_is_of(chunk)).distinct()
        for one, site, key, author in conn.execute(query):
            if name := key or (author or "").strip().casefold():
                authors.setdefault((names[one], site), set()).add(name)
    return {name for (name, _), people in authors.items() if len(people) >= CAMPAIGN_AUTHORS}


def _join_authors(conn: Connection, homes: Mapping[int, Home], edges: Sequence[Edge], split: Collection[int]) -> None:
    """Make voices by author in campaigns: `edges` lie in them, `split` are the copies that were one voice so far."""
    parted = {
        mention_id for chunk in chunks(list(split), CHUNK) for mention_id in conn.execute(select(_M.id).where(_is_of(chunk))).scalars()
    }
    voices = Sets((one, one) for one in parted)
    for edge in (*edges, *(edge for edge in _edges(conn, parted) if edge.b in parted)):
        if edge.one_author and edge.kind == "same":
            voices.join(*(one if one in parted else homes[one].voice for one in (edge.a, edge.b)))
    names = voices.names()
    _set(conn, "voice_id", "voice_id", {one: name for one, name in names.items() if one not in parted and one != name})
    _set(conn, "voice_id", "id", {one: name for one, name in names.items() if one in parted})


def _join_groups(
    conn: Connection, homes: Mapping[int, Home], edges: Sequence[Edge], campaigns: Collection[int], plural: Collection[int]
) -> None:
    """Make groups of what the edges connect, where there is a template or a campaign; `campaigns` are copies that belong to one."""
    families = Sets((homes[edge.a].family, homes[edge.b].family) for edge in edges)
    names = families.names()
    groups = {home.group for home in homes.values() if home.group}
    grouped = {names[one] for one in groups if one in names}
    grouped |= {names[homes[edge.a].family] for edge in edges if edge.kind == "template" or homes[edge.a].own_copies in campaigns}
    names = {one: name for one, name in names.items() if name in grouped}
    _set_of_copies(conn, "group_id", {one: name for one, name in names.items() if one not in groups}, plural)
    _set(conn, "group_id", "group_id", {one: name for one, name in names.items() if one in groups and one != name})


def _edges(conn: Connection, ids: Collection[int]) -> Iterator[Edge]:
    """Give the joining relations that begin at these mentions."""
    query = select(RelationRow.a_id, RelationRow.b_id, RelationRow.kind, RelationRow.one_author).where(RelationRow.kind != "quote")
    for chunk in chunks(sorted(ids), CHUNK):
        for row in conn.execute(query.where(RelationRow.a_id.in_(chunk))):
            yield Edge(*row)


def _set_of_copies(conn: Connection, column: str, names: Mapping[int, int], plural: Collection[int]) -> None:
    """Set a column of mentions named by their copies; `plural` names those that are more than one mention."""
    _set(conn, column, "copies_id", {one: name for one, name in names.items() if one in plural})
    _set(conn, column, "id", {one: name for one, name in names.items() if one not in plural})


def _set(conn: Connection, column: str, where: str, names: Mapping[int, int]) -> None:
    """Set a column of the mentions whose column `where` is a key to its value."""
    if names:
        table = _M.__table__
        change = update(_M).where(table.c[where] == bindparam("of")).values({column: bindparam("to")})
        conn.execute(change, [{"of": one, "to": name} for one, name in names.items()])


def _is_of(copies: Collection[int]) -> ColumnElement[bool]:
    """Mentions of these copies, by their smallest ids; those that stand alone are their own."""
    return or_(_M.copies_id.in_(copies), _M.id.in_(copies))
