"""``python -m jacyber_nlp`` is ``jacyber``."""

from jacyber_nlp.cli import main

if __name__ == "__main__":
    main()
