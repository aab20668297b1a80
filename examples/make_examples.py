"""Makes the example export and its answer key again: ``python examples/make_examples.py``."""

from pathlib import Path

from crmquality import testing

HERE = Path(__file__).resolve().parent
ROWS, SEED = 2000, 20261101


def main(folder: Path = HERE) -> None:
    """Write contacts.csv and contacts_answers.csv."""
    testing.write_contacts(folder / "contacts.csv", ROWS, seed=SEED, answers=folder / "contacts_answers.csv")


if __name__ == "__main__":
    main()
