"""Texts -> who says what: quotation marks, cues, speakers and names, by the word lists of a language."""
