"""An owner's page with the IndieAuth server of django-indieweb behind it: provider.py PORT FOLDER."""

import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import include, path

PORT, FOLDER = sys.argv[1], sys.argv[2]
LOGIN = """<form method=post>{% csrf_token %}{{ form.as_p }}<button>Sign in</button></form>"""

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/provider.db"}},
    DEBUG=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INDIEWEB_REQUIRE_PKCE_S256=True,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.sites",
        "indieweb",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret",
    SITE_ID=1,
    STATIC_URL="/static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN}),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ],
)
django.setup()

from django.contrib.auth.views import LoginView  # noqa: E402  (Django must be set up first)


def home(request):
    return HttpResponse('<link rel="indieauth-metadata" href="/indieweb/auth/metadata/"><p>Owner</p>')


urlpatterns = [
    path("", home),
    path("accounts/login/", LoginView.as_view()),
    path("indieweb/", include("indieweb.urls")),
]

if __name__ == "__main__":
    sys.modules["provider"] = sys.modules[__name__]
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_user("owner", password="owner")
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)
