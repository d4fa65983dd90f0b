"""The demo congress: a made-up manufacturing group with its people, motions, papers and history.

``content`` holds what was written by hand, ``people`` fills the seats that nobody was written for.
Nothing here is real: the enterprise, its figures and every person are invented.
"""
