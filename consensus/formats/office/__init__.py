"""DOCX and PPTX: paragraphs of runs, spliced."""
