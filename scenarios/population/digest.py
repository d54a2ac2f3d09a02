"""
One digest for the values of a population, whatever the chunks, the process, the platform and the versions.

Each column is its values as text in UTF-8. The lengths (int32, little-endian, -1 for nothing) and the bytes go into a
SHA-256 each; the digest of the column is the SHA-256 of both, that of the table the SHA-256 of names and columns.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class Digest:
    """
    Takes batches of one schema and says what was in them.
    """

    def __init__(self) -> None:
        self._columns: dict[str, tuple[hashlib._Hash, hashlib._Hash]] = {}

    def add(self, batch: pa.RecordBatch) -> None:
        """
        Take a batch.
        """
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            lengths, values = self._columns.setdefault(name, (hashlib.sha256(), hashlib.sha256()))
            text = _text(column)
            sizes = pc.fill_null(pc.binary_length(text), -1).to_numpy(zero_copy_only=False)
            lengths.update(sizes.astype("<i4").tobytes())
            offsets, data = text.buffers()[1:]
            if data is None or not len(text):
                continue
            edges = np.frombuffer(offsets, dtype=np.int32)
            begin, end = int(edges[text.offset]), int(edges[text.offset + len(text)])
            values.update(memoryview(data)[begin:end])

    def columns(self) -> dict[str, str]:
        """
        The digest of each column.
        """
        return {
            name: hashlib.sha256(lengths.digest() + values.digest()).hexdigest()
            for name, (lengths, values) in self._columns.items()
        }

    def hexdigest(self) -> str:
        """
        The digest of the whole table.
        """
        whole = hashlib.sha256()
        for name, digest in self.columns().items():
            whole.update(f"{name}:{digest}\n".encode())
        return whole.hexdigest()


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        # A value left out keeps no bytes.
        column = column.dictionary_decode()
    return column.cast(pa.string())
