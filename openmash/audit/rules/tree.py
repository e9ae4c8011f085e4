"""The tree of hashes over the log, as RFC 9162 (Certificate Transparency 2.0) section 2.1 has it. SHA-256."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """The hash of one event: SHA-256 of a zero byte and the event's exact bytes (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node: SHA-256 of a one byte and both hashes below it (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Edge:
    """The right-hand edge of a tree: all that is needed to add leaves to it and to know its root.

    Args:
        size: how many leaves there are.
        nodes: the roots of its complete subtrees, the largest first: one for each one-bit of ``size``.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.nodes) != self.size.bit_count():
            raise ValueError(f"an edge of {self.size} leaves has {self.size.bit_count()} nodes, not {len(self.nodes)}")

    def with_leaves(self, hashes: Iterable[bytes]) -> "Edge":
        """The edge after leaves were added on the right."""
        size, nodes = self.size, list(self.nodes)
        for each in hashes:
            node, full = each, size
            while full & 1:
                node, full = node_hash(nodes.pop(), node), full >> 1
            nodes.append(node)
            size += 1
        return Edge(size, tuple(nodes))

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.nodes:
            return EMPTY
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root

    def as_bytes(self) -> bytes:
        """The nodes one after the other, as they are kept beside a checkpoint."""
        return b"".join(self.nodes)

    @staticmethod
    def from_bytes(size: int, raw: bytes) -> "Edge":
        """The edge again; raises ValueError where the bytes are not those of an edge of that size."""
        return Edge(size, tuple(raw[i : i + 32] for i in range(0, len(raw), 32)))


class Tree:
    """A whole tree, for proofs.

    Args:
        hashes: the leaves' hashes, in order.
    """

    def __init__(self, hashes: Iterable[bytes]) -> None:
        # levels[k][i] is the root of the complete subtree over the leaves from i * 2**k on.
        self.levels = [list(hashes)]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` leaves; over all of them where none is given."""
        size = self.size if size is None else size
        return self._over(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that a leaf is in the tree of ``size`` leaves (RFC 9162, 2.1.3.1), nearest the leaf first.

        Raises:
            ValueError: there is no such leaf, or the tree is not that large.
        """
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise ValueError(f"there is no leaf {index} in a tree of {size}")
        path, start, end = [], 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """The proof that the tree of ``first`` leaves is the beginning of that of ``second`` (RFC 9162, 2.1.4.1).

        Raises:
            ValueError: the sizes are none of this tree's, or the wrong way round.
        """
        second = self.size if second is None else second
        if not 0 < first <= second <= self.size:
            raise ValueError(f"no proof leads from {first} to {second} leaves")
        path, start, end, whole = [], 0, second, True
        while end - start != first - start:
            middle = start + _split(end - start)
            if first <= middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(self._over(start, end))
        return path[::-1]

    def _over(self, start: int, end: int) -> bytes:
        """The root over the leaves from ``start`` to before ``end``; ``start`` begins a subtree of that width."""
        width = end - start
        if width & (width - 1) == 0:
            return self.levels[width.bit_length() - 1][start // width]
        middle = start + _split(width)
        return node_hash(self._over(start, middle), self._over(middle, end))


def inclusion_holds(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that the leaf stands at that place under that root (RFC 9162, 2.1.3.2).

    Args:
        leaf: the leaf's hash.
        index: its place, from 0.
        size: how many leaves the tree has.
        proof: as ``Tree.inclusion`` gives it.
        root: the root of a signed checkpoint.
    """
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(each, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, each)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def is_extended_by(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the second tree begins with the first (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, each)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(width: int) -> int:
    """The largest power of two below a width of at least two."""
    return 1 << ((width - 1).bit_length() - 1)
