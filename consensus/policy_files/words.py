"""What each key of a policy is for, in one line, and in which order a new policy has them."""

from __future__ import annotations

from collections.abc import Mapping

#: Each key with one line of what it is for, in the order of the file. A key of a part stands under the part's own.
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Who is asked": {
        "panel": "auto, a name under panels:, or a list of models by their LiteLLM names",
        "panels": "named panels: NAME: [model, model]",
        "members": "models with an address, family, price or data terms of their own (docs/routing.md)",
        "strategy": "independent, curtailed, cascade, primary or critique (docs/strategies.md)",
        "tiers": "of a cascade: lists of models, the cheap ones first",
        "critic": "of the strategy critique: a model from a family outside the panel",
        "judge": "a model outside the panel that lists errors of what would be accepted (docs/judge.md)",
        "second_opinion": "off, nli:MODEL or a model outside the panel, which can only send to review",
        "routing": "rules that choose a panel by task, size, risk, latency or data class; the first that fits",
        "route": "",
    },
    "When something is accepted": {
        "quorum": "the fewest families that must have answered; never less than 2",
        "support": "the share of answering families that must agree; 1.0 is all of them",
        "hard_fact_dispute": "when one has another number, date, unit or negation: review, or outvoted",
        "checks": "changes of the catalogue's levels (docs/checks.md): NAME: veto, warning or off",
        "semantic": "sentence model for what comparing letters leaves open: auto, off, or a model",
        "guarantee": "none, or {alpha: 0.02, catch: 0.8, cap: 60}: earned by blind audits (docs/guarantee.md)",
        "translation": "",
        "extraction": "",
    },
    "What members are told": {
        "style": "instructions to every member",
        "glossary": "a CSV, TSV or TBX file of terms; its path starts from this file",
    },
    "Documents, people and memory": {
        "documents": "",
        "memory": "",
        "review": "",
        "data_class": "of documents handed in without one: a name under data_classes:",
        "data_classes": "NAME: {regions: [eu], retention_days: 0, no_training: true}",
        "risk": "of documents handed in without one: low, normal or high",
        "latency": "of documents handed in without one: interactive or batch",
    },
    "Money and requests": {
        "budget": "",
        "prices_as_of": "the day of the prices under members:, for people",
        "asking": "",
    },
}

PARTS: Mapping[str, Mapping[str, str]] = {
    "route": {
        "classes": "requests that examples tell, for what no rule fits: NAME: {examples: [...], panel: NAME}",
        "margin": "how much nearer to one class than to any other a document must be",
        "least": "and how near at all, in cosine similarity",
    },
    "translation": {
        "accept_share": "0 accepts near-identical answers only; 0.4 what is as safe as a pair's best 40%",
        "near_identity": "from this similarity of letters on, two answers are the same",
        "reference": "tables that `consensus policies fit` makes, in reference/NAME.yaml; part of the digest",
        "measures": "how wording is compared, each with its weight",
        "disagreement_weight": "what a difference in wording counts for in the score",
        "length_offset": "characters that are added to every length in the score",
        "sentence_weight": "what a further sentence counts for in the score",
        "wide_weight": "how many characters a Chinese, Japanese or Korean one counts for",
        "primary": "one member whose answer is delivered while the panel agrees with it",
        "judge_weight": "what errors found by the judge count for in the score",
        "without_reference": "off, or judged: also accept in a pair without a level what the judge finds clean",
    },
    "extraction": {
        "row_floor": "from this agreement of their cells on, two rows of a table are the same row",
        "gates": "cases in which models are wrong together; each one sends to a person (docs/checks.md)",
        "rule_settles": "an equation of the schema may settle what members dispute",
        "date_order": "how 04/03/2031 is read: iso (not at all), dmy or mdy",
        "number_locale": "whose decimal mark is meant where it is open, as in de",
        "examples": "texts with a right or a wrong answer that members are shown (docs/documents.md)",
        "order": "learned from labels: which fields that the rules hold back are likely right (docs/learning.md)",
    },
    "documents": {
        "front_matter": "keys of YAML or TOML front matter that are translated",
        "html": "whether words in HTML blocks of Markdown are translated",
        "alt_texts": "whether alt, title and label attributes in them are, and descriptions of pictures",
        "csv_header": "whether the first row of a CSV file is",
        "headers": "whether headers and footers of pages are",
        "notes": "whether footnotes, endnotes and speaker notes are",
        "comments": "whether comments are",
        "hidden": "whether hidden text, slides, rows, columns and sheets are",
        "masters": "whether slide masters and layouts are",
        "doc_properties": "whether title, subject and keywords of a document are",
        "filled": "a translation that a file already holds: keep it, or verify it",
        "signed": "a signed file: refuse it, or drop its signature",
        "ocr": "pictures of text are read: auto (where the extra is installed) or off",
        "scans": "a value that only OCR read is accepted by image_vote, by two_readers, or never: review",
    },
    "memory": {
        "reviewers": "earlier translations are shown after a decision that differs",
        "members": "they are offered to members; agreement is then less independent",
        "reuse": "delivered without a call: off, human (what people resolved) or accepted (docs/memory.md)",
    },
    "review": {
        "second_share": "share of decisions that a blind second reviewer repeats",
        "gold_share": "share of decisions preceded by a unit that is settled",
        "spot_share": "share of accepted units that a person looks at all the same",
    },
    "budget": {
        "unit": "US dollars at most for one unit",
        "document": "for one document",
        "day": "for one day, over all jobs",
    },
    "asking": {
        "call_seconds": "after this a call is given up",
        "ask_seconds": "and after this all that is tried for one request",
        "attempts": "calls at most for one request",
        "concurrency_per_host": "calls at once to one host",
        "calls_per_minute": "to one host",
        "tokens_per_minute": "to one host",
        "hedge": "whether a slow request is sent once more beside itself",
        "cache_days": "an answer to the very same request is taken again up to this age",
        "breaker_failures": "failures in a row after which a member is left alone; 0 is never",
        "breaker_seconds": "for so long at first",
        "segment_tokens": "source tokens in one request",
        "temperature": "0 for the most repeatable answers",
    },
}
