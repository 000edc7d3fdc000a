"""Lets the client take an owner's address with a port, which no public one has: the test runs on one machine."""

import datasette_indieauth

datasette_indieauth.verify_profile_url = lambda url: url.startswith("http://127.0.0.1:")
