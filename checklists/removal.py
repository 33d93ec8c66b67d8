"""What is left of a submission when something of it has to go. Points stay what they were: they are kept elsewhere."""

from msgspec.structs import replace

from checklists.answers import Answer, Answers, PhotoAnswer, Submission, TextAnswer


def without_photos(answers: Answers) -> Answers:
    """The answers without the ids of photos: that there was a photo may be known, which one it was not."""
    return {
        key: replace(answer, photos=[]) if isinstance(answer, PhotoAnswer) else answer
        for key, answer in answers.items()
    }


def without_words(answers: Answers) -> Answers:
    return {key: wordless(answer) for key, answer in answers.items()}


def wordless(answer: Answer) -> Answer:
    """The answer without words; what was chosen or measured stays."""
    if isinstance(answer, TextAnswer):
        return replace(answer, text="", narrative=None)
    return replace(answer, narrative=None)


def anonymous(submission: Submission) -> Submission:
    """The same answers of nobody about nobody: without words, photos, alias, and what tells one phone from another."""
    answers = without_photos(without_words(submission.answers))
    return replace(submission, answers=answers, staff_alias=None, app_version=None)


def emptied(submission: Submission) -> Submission:
    """The submission with nothing left but which checklist and which shop it was."""
    return replace(submission, answers={}, staff_alias=None, app_version=None, language="en")
