"""Texts of an array index, as bytes one after the other, read by their place; in order, found by bisection."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen


@frozen(eq=False)
class Texts:
    """Texts, one after the other."""

    blob: bytes
    ends: npt.NDArray[np.int64] | npt.NDArray[np.uint32]

    @classmethod
    def of(cls, texts: pl.Series) -> Texts:
        ends = np.concatenate([[0], np.cumsum(texts.str.len_bytes().to_numpy().astype(np.int64))])
        small = ends.astype(np.uint32) if int(ends[-1]) < 2**32 else ends
        blob = "".join(texts.to_list()).encode()
        return cls(blob, small)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, code: int) -> str:
        return self.blob[self.ends[code] : self.ends[code + 1]].decode()

    def code(self, text: str) -> int:
        """Place of a text where they are in order; -1 = not there."""
        wanted, low, high = text.encode(), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.blob[self.ends[middle] : self.ends[middle + 1]] < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self[low] == text else -1
