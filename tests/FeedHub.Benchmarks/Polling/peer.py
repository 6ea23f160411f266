"""What a Python user would pick to do the same: feedparser, requests with 16 threads, SQLite with full durability. Prints two times in seconds."""

import json
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import feedparser
import requests
from requests.adapters import HTTPAdapter

urls = json.load(open(sys.argv[1]))["channels"][0]["feeds"]
session = requests.Session()
session.mount("http://", HTTPAdapter(pool_connections=500, pool_maxsize=16))
database = sqlite3.connect(sys.argv[2])
database.execute("pragma journal_mode=wal")
database.execute("pragma synchronous=full")
database.execute("create table feeds (url text primary key, etag text, modified text)")
database.execute("create table entries (feed text, id text, title text, link text, published text, content text, primary key (feed, id))")


def visit(url):
    headers = {}
    if url in known:
        etag, modified = known[url]
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
    answer = session.get(url, headers=headers, timeout=60)
    if answer.status_code == 304:
        return url, None, None
    return url, answer, feedparser.parse(answer.content)


for _ in range(2):
    started = time.monotonic()
    known = {url: (etag, modified) for url, etag, modified in database.execute("select url, etag, modified from feeds")}
    with ThreadPoolExecutor(16) as pool:
        for url, answer, feed in pool.map(visit, urls):
            if answer is None:
                continue
            with database:
                database.execute("insert or replace into feeds values (?, ?, ?)", (url, answer.headers.get("ETag"), answer.headers.get("Last-Modified")))
                database.executemany(
                    "insert or ignore into entries values (?, ?, ?, ?, ?, ?)",
                    [(url, e.get("id"), e.get("title"), e.get("link"), e.get("published"), e.content[0].value if "content" in e else e.get("summary"))
                     for e in feed.entries])
    print(time.monotonic() - started, flush=True)
