"""The words of an evidence package."""

from __future__ import annotations

CONSISTENT = "consistent, origin unattested"

README = """\
Evidence of an edit, made by Palimpsest
=======================================

What is here
  warc/old.warc.gz   the capture before the edit: the records of the archive, byte for byte
  warc/new.warc.gz   the capture after it (WARC 1.1, ISO 28500; plain .warc where the
                     archive keeps them uncompressed)
  text/old.txt       what the part said before; empty if it was not there
  text/new.txt       what the part said after; empty if it is not there any more
  change.json        the edit as a record
  change.html        the edit to look at, in any browser
  manifest.json      where each record lay in the archive, and its SHA-256
  SHA256SUMS         the checksums of all files

How to check it
  palimpsest verify-evidence FILE.zip
      recomputes every digest, reads both pages anew, compares them again, and says
      whether the same edit comes out.
  Without Palimpsest: unpack it, then
      sha256sum -c SHA256SUMS
      warcio check warc/old.warc.gz warc/new.warc.gz
  and read the two pages in any replay tool.

What it proves, and what it does not
  That the edit follows from the two captures, and that nothing here was changed since
  the checksums were made. It does not prove where the captures come from: whoever makes
  a package can make its checksums too. It is therefore called "consistent, origin
  unattested". Ask the archive for the WARC files, ask other archives for the same page
  at the same time, or have the package time-stamped on the day it is made.
  An edit was made between two captures, not at the time of either.
  What other captures said (that an absence was seen again, that a text stood there
  before) two captures cannot show: verify-evidence tells where the package asks to be
  believed.
"""
