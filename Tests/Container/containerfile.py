"""Reads a Containerfile as far as StarPunk's needs it, and refuses what it does not know."""

import json
import re
import shlex
from dataclasses import dataclass, field


class ContainerfileError(Exception):
    """An instruction, or a form of one, that this reader does not know. It never skips one in silence."""


@dataclass
class Instruction:
    line: int
    name: str
    text: str

    def flags(self):
        """The leading --name=value words, and the rest."""
        flags, rest = {}, self.text
        while match := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
            flags[match[1]] = match[2]
            rest = rest[match.end():]
        return flags, rest

    def exec_form(self, text=None):
        """["a", "b"]; the shell form is refused, because a signal would then reach a shell instead of the program."""
        try:
            words = json.loads(self.text if text is None else text)
        except ValueError:
            words = None
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ContainerfileError(f'line {self.line}: {self.name} must have the form ["word", ...]')
        return words


@dataclass
class Stage:
    image: str
    name: str | None
    instructions: list = field(default_factory=list)


def parse(text):
    """The stages of a Containerfile, the ARGs before the first FROM put in place."""
    arguments, stages = {}, []
    for instruction in instructions(text):
        if instruction.name == "FROM":
            words = substitute(instruction.text, arguments).split()
            if len(words) not in (1, 3):
                raise ContainerfileError(f"line {instruction.line}: FROM {instruction.text}")
            stages.append(Stage(words[0], words[2] if len(words) == 3 else None))
        elif stages:
            stages[-1].instructions.append(instruction)
        elif instruction.name == "ARG":
            name, _, default = instruction.text.partition("=")
            arguments[name] = default
        else:
            raise ContainerfileError(f"line {instruction.line}: {instruction.name} before the first FROM")
    return stages


def instructions(text):
    """The instructions, continued lines joined, comments left out."""
    joined, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or (not line.strip() and not joined):
            continue
        start = start or number
        if line.endswith("\\"):
            joined += line[:-1]
            continue
        name, _, rest = (joined + line).strip().partition(" ")
        yield Instruction(start, name.upper(), rest.strip())
        joined, start = "", 0


def substitute(text, variables):
    """$NAME and ${NAME} outside RUN; a name that is not known is a fault, not an empty word."""

    def value(match):
        name = match[1] or match[2]
        if name not in variables:
            raise ContainerfileError(f"${name} is not declared")
        return variables[name]

    return re.sub(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))", value, text)


def assignments(text, variables):
    """NAME=value ... of ENV and LABEL."""
    pairs = [word.partition("=") for word in shlex.split(text)]
    if not all(separator for _, separator, _ in pairs):
        raise ContainerfileError(f"not NAME=value: {text}")
    return {name: substitute(value, variables) for name, _, value in pairs}
