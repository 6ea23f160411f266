"""What reader programs hold, as JSON lines: feed, id, title, author, moment in seconds. `feedparser` fetches too, as its manual says."""

import calendar
import email
import email.policy
import json
import pathlib
import sqlite3
import sys


def tell(feed, id, title, author, at):
    print(json.dumps({"feed": feed, "id": id, "title": title, "author": author, "at": at}))


def newsboat(cache):
    rows = sqlite3.connect(cache).execute("select feedurl, guid, title, author, pubDate from rss_item where deleted = 0")
    for row in rows:
        tell(*row)


def sfeed(folder):
    for file in pathlib.Path(folder).iterdir():
        for line in file.read_text(encoding="utf-8").splitlines():
            at, title, _, _, _, id, author = line.split("\t")[:7]
            tell(file.name, id, title, author, int(at or 0))


def rss2email(maildir):
    for file in pathlib.Path(maildir, "new").iterdir():
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        author = mail["From"].addresses[0].display_name.rpartition(": ")[2]  # behind the feed's title
        tell(mail["X-RSS-Feed"], mail["X-RSS-ID"], mail["Subject"], author, int(mail["Date"].datetime.timestamp()))


def feedparser(state, *urls):
    import feedparser as library

    file = pathlib.Path(state)
    held = json.loads(file.read_text()) if file.exists() else {}
    for url in urls:
        feed = held.setdefault(url, {"etag": None, "modified": None, "entries": {}})
        answer = library.parse(url, etag=feed["etag"], modified=feed["modified"])
        if answer.bozo:
            raise answer.bozo_exception
        feed["etag"], feed["modified"] = answer.get("etag") or feed["etag"], answer.get("modified") or feed["modified"]
        for entry in answer.entries:
            at = entry.get("published_parsed") or entry.get("updated_parsed")
            feed["entries"][entry.id] = [entry.title, entry.get("author"), calendar.timegm(at) if at else None]
    file.write_text(json.dumps(held))
    for url, feed in held.items():
        for id, entry in feed["entries"].items():
            tell(url, id, *entry)


{"newsboat": newsboat, "sfeed": sfeed, "rss2email": rss2email, "feedparser": feedparser}[sys.argv[1]](*sys.argv[2:])
