"""How fast and how well people are found: every figure of docs/reference/matching.md, at any size.

    python -m bench matching --people 10_000_000 --folder /somewhere/large

Each step writes down what it measured into the folder and is not run again when it is there, so that a run that was
broken off goes on where it stopped; ``--again <step>`` measures one anew.
"""
