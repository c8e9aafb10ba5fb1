"""Plans for an open file: what a strategy would make of it, and which one it follows.

Everything here reads a session and returns plain values; `carry_out` alone changes one.
"""
