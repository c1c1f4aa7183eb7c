"""Press: makes documents. Plain values in, bytes out.

Owns the words *book*, *sheet*, *cell* (workbooks), *figure* (SVG), *office* (who runs the child process).
Never reads a record, a setting or the clock, and never fetches anything: fonts and templates lie in this
package and beside the reports. Typst and openpyxl are imported only by `python -m kuramori.press.child`,
so that the web and worker processes stay small.
"""
