#!/usr/bin/env python3
"""SIGKILL to a server at a random moment of a stream of creates, updates, deletes, undeletes and uploads.

What was answered with 2xx is there with its content after the next start; what had no answer is wholly there or wholly not.
No file is without its row, no temporary file is left over, and `db verify` finds nothing. A data folder lives 50 rounds.
"""

import random
import sqlite3
import sys
import threading
import time
from dataclasses import dataclass, replace

from datafolder import DataFolder, run
from micropub import NoAnswer, Site, address, new_token, path_of, picture
from report import Report, seeded_options

ROUNDS_OF_A_FOLDER = 50
WORDS = "walk rain harbour bread letter window garden train island lamp morning river café zoo 🌱".split()


@dataclass(frozen=True)
class State:
    """How a post can be found."""

    content: str
    categories: tuple
    is_deleted: bool = False


class Post:
    """A post of one client: how it is for certain, and then how else it may be while a request has no answer."""

    def __init__(self, slug, lawful):
        self.slug, self.lawful = slug, lawful


class Client(threading.Thread):
    """Sends requests on its own posts, one after the other, until the server is gone."""

    def __init__(self, world, number, chance):
        super().__init__()
        self.world, self.number, self.chance = world, number, chance
        self.posts = world.posts[number]
        self.touched = []

    def run(self):
        while True:
            try:
                self.step()
            except NoAnswer:
                return

    def step(self):
        world, chance = self.world, self.chance
        kind = chance.choices(("create", "update", "delete", "undelete", "upload"), (5, 4, 2, 2, 1))[0]
        if kind == "upload":
            return self.upload()
        fitting = [
            post
            for post in self.posts[-40:]
            if len(post.lawful) == 1 and post.lawful[0] and post.lawful[0].is_deleted == (kind == "undelete")
        ]
        if kind == "create" or not fitting:
            return self.create()
        post = chance.choice(fitting)
        before = post.lawful[0]
        document = {"action": kind, "url": address(post.slug)}
        if kind == "update":
            after = replace(self.words(), is_deleted=False)
            document["replace"] = {"content": [after.content], "category": list(after.categories)}
        else:
            after = replace(before, is_deleted=kind == "delete")
        self.touched.append(post)
        post.lawful = [before, after]
        post.lawful = self.outcome(kind, world.site.post(document), [before], [after])

    def create(self):
        state, slug = self.words(), f"c{self.number}-{self.world.next_number():06}"
        post = Post(slug, [None, state])
        self.posts.append(post)
        self.touched.append(post)
        answer = self.world.site.create(state.content, state.categories, slug)
        post.lawful = self.outcome("create", answer, [None], [state])
        if answer.status == 201 and path_of(answer.headers.get("location", "")) != f"/note/{slug}":
            self.world.complain(f"create: asked for {slug}, and the Location is {answer.headers.get('location')}")

    def upload(self):
        answer = self.world.site.upload(picture(self.world.next_number()))
        self.outcome("upload", answer, None, None)
        if answer.status == 201:
            self.world.uploads.append(answer.headers["location"])

    def outcome(self, kind, answer, before, after):
        self.world.report.count(f"{kind}s_answered")
        if 200 <= answer.status < 300:
            return after
        if answer.status in self.world.lawful_refusals:
            self.world.report.count("refused")
        else:
            self.world.complain(f"{kind}: {answer}")
        return before

    def words(self):
        chance = self.chance
        text = " ".join(chance.choices(WORDS, k=chance.choice((5, 60, 600))))
        number = self.world.next_number()
        return State(f"{number} {text}\n", (f"tag{number % 50}", f"only{number}"))


class World:
    """A data folder, what must be in it, and the server of the present round."""

    lawful_refusals = ()
    """Statuses by which a request may be refused."""

    def __init__(self, report, name, clients):
        self.report = report
        self.folder = DataFolder(report.workspace / name)
        self.folder.path.mkdir()
        self.posts = [[] for _ in range(clients)]
        self.uploads = []
        self.numbers = 0
        self.lock = threading.Lock()
        self.token = self.site = None
        self.where = ""

    def next_number(self):
        with self.lock:
            self.numbers += 1
            return self.numbers

    def complain(self, what):
        self.report.violation(what, self.where, self.folder.path)

    def start(self):
        """Returns whether the server is there."""
        if self.token is None:
            upgraded = run(self.folder, "db", "upgrade")
            if upgraded.status != 0:
                raise SystemExit(f"db upgrade: {upgraded}")
            self.token = new_token(self.folder)
        self.site = Site(self.folder, self.token)
        trouble = self.site.wait_until_ready()
        if trouble:
            self.complain(f"start: {trouble}")
            self.site.kill()
        return trouble is None

    def round(self, chance, moment):
        """Serves, kills, serves again, and looks."""
        if not self.start():
            return
        clients = [Client(self, number, random.Random(chance.random())) for number in range(len(self.posts))]
        for client in clients:
            client.start()
        time.sleep(moment)
        self.disturb()
        for client in clients:
            client.join()
        if not self.start():
            return
        touched = [post for client in clients for post in client.touched]
        older = [post for posts in self.posts for post in posts]
        self.check_posts(set(touched) | set(chance.sample(older, min(50, len(older)))))
        self.check_uploads(chance)
        self.check_files()
        verified = run(self.folder, "db", "verify")
        if verified.status != 0:
            self.complain(f"db verify: {verified}")
        status = self.site.stop()
        if status != 0:
            self.complain(f"stop: exit {status}: {self.site.last_lines()}")

    def passes(self, chance, moment):
        """Whether a round finds no fault. The server is gone afterwards."""
        before = self.report.violations
        try:
            self.round(chance, moment)
        except NoAnswer as error:
            self.complain(f"no answer from an undisturbed server: {error}")
        finally:
            if self.site and self.site.process.poll() is None:
                self.site.kill()
        self.report.count("rounds")
        return self.report.violations == before

    def disturb(self):
        """What goes wrong. The server is gone afterwards."""
        self.site.kill()

    def check_posts(self, asked):
        """Every post by its row and file; those in `asked` also by their page and by q=source. What is, is certain then."""
        rows = self.rows("SELECT slug, file_path, deleted_at, published FROM notes")
        tags = {}
        for slug, name in self.rows(
            "SELECT notes.slug, tags.display_name FROM note_tags"
            " JOIN notes ON notes.id = note_id JOIN tags ON tags.id = tag_id ORDER BY notes.id, tags.id"
        ):
            tags.setdefault(slug, set()).add(name)
        known = {slug: (path, deleted_at is not None) for slug, path, deleted_at, _ in rows}
        for post in [post for posts in self.posts for post in posts]:
            if post.slug not in known:
                self.settle(post, None, "the row")
                continue
            path, is_deleted = known[post.slug]
            content = self.file_of(path)
            found = State(content, tuple(sorted(tags.get(post.slug, ()))), is_deleted)
            self.settle(post, found, "row and file")
            if post in asked:
                self.check_answers(post, found)
        ours = {post.slug for posts in self.posts for post in posts}
        for slug in set(known) - ours:
            self.complain(f"a post that nobody asked for: {slug}")
        for posts in self.posts:
            posts[:] = [post for post in posts if post.lawful != [None]]

    def settle(self, post, found, what):
        lawful = [state and replace(state, categories=tuple(sorted(state.categories))) for state in post.lawful]
        self.report.count("checked")
        if len(lawful) == 2 and lawful[0] != lawful[1]:
            self.report.count("unanswered_done" if found == lawful[1] else "unanswered_not_done")
        if found not in lawful:
            shown = [state and (state.content[:20], state.categories, state.is_deleted) for state in (found, *lawful)]
            self.complain(f"{what}: {post.slug} is {shown[0]}, not one of {shown[1:]}")
        post.lawful = [found]

    def check_answers(self, post, found):
        page = self.site.request("GET", f"/note/{post.slug}", token=None)
        if page.status != (410 if found.is_deleted else 200):
            self.complain(f"page: {post.slug} answers {page.status}, deleted: {found.is_deleted}")
        if found.is_deleted:
            return
        properties = self.site.source(address(post.slug)).document().get("properties", {})
        seen = (properties.get("content"), tuple(sorted(properties.get("category", ()))))
        if seen != ([found.content], found.categories):
            self.complain(f"q=source: {post.slug} says {str(seen)[:120]}, row and file say {found.content[:20]!r}")

    def check_uploads(self, chance):
        for url in chance.sample(self.uploads, min(20, len(self.uploads))) + self.uploads[-10:]:
            answer = self.site.request("GET", path_of(url), token=None)
            if answer.status != 200 or not answer.body.startswith(b"\x89PNG"):
                self.complain(f"an upload that was answered with 201: {url} {answer}")

    def check_files(self):
        """Files and rows name each other, and nothing unfinished is left. Clearing up may go on behind the first answer."""
        end = time.monotonic() + 5
        while faults := list(self.stray_files()):
            if time.monotonic() > end:
                for fault in faults[:3]:
                    self.complain(fault)
                return
            time.sleep(0.2)

    def stray_files(self):
        named = {"notes": {path for (path,) in self.rows("SELECT file_path FROM notes")}}
        named["media"] = {path for (path,) in self.rows("SELECT path FROM media UNION SELECT path FROM media_variants")}
        for kind, paths in named.items():
            paths = {path.removeprefix(f"{kind}/") for path in paths}
            top = self.folder.path / kind
            there = {str(file.relative_to(top)) for file in top.rglob("*") if file.is_file()} if top.exists() else set()
            for name in sorted(there - paths):
                yield f"a file that no row names: {kind}/{name}"
            for name in sorted(paths - there):
                yield f"a row whose file is missing: {kind}/{name}"
        for file in self.folder.path.rglob("*"):
            name = str(file.relative_to(self.folder.path))
            if file.is_file() and (".tmp" in name or ".partial" in name):
                yield f"a temporary file: {name}"

    def rows(self, sql):
        connection = sqlite3.connect(self.folder.database, timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def file_of(self, path):
        try:
            return (self.folder.path / "notes" / path.removeprefix("notes/")).read_bytes().decode("utf-8", "replace")
        except OSError as error:
            return f"({error.strerror})"


def main():
    options = seeded_options(__doc__, "rounds", 20)
    failed = 0
    with Report("publish-kill") as report:
        world = None
        for number in range(options.rounds):
            chance = random.Random(f"{options.seed} {number}")
            if number % ROUNDS_OF_A_FOLDER == 0:
                if world:
                    world.folder.remove()
                world = World(report, f"folder-{number}", chance.randint(2, 4))
            moment = chance.uniform(0.02, 1.2)
            world.where = f"seed {options.seed}, round {number}, killed after {moment:.3f} s"
            failed += not world.passes(chance, moment)
        status = report.finish(
            f"publish-kill: seed {options.seed}", "rounds", "checked", "creates_answered", "updates_answered",
            "deletes_answered", "undeletes_answered", "uploads_answered",
        )  # fmt: skip
    print(f"{options.rounds - failed} passed, {failed} failed")
    return status


if __name__ == "__main__":
    sys.exit(main())
