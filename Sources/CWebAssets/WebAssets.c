/* C23 brought #embed; clang has it for every standard and says so. */
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "WebAssets.h"

#define ASSET(name) \
    const unsigned char *const starpunk_##name = name; \
    const size_t starpunk_##name##_length = sizeof name;

static const unsigned char site_css[] = {
#embed "assets/site.css"
};
ASSET(site_css)

static const unsigned char desk_css[] = {
#embed "assets/desk.css"
};
ASSET(desk_css)

static const unsigned char autosave_js[] = {
#embed "assets/autosave.js"
};
ASSET(autosave_js)

static const unsigned char photos_js[] = {
#embed "assets/photos.js"
};
ASSET(photos_js)

static const unsigned char preview_js[] = {
#embed "assets/preview.js"
};
ASSET(preview_js)

static const unsigned char writing_js[] = {
#embed "assets/writing.js"
};
ASSET(writing_js)

static const unsigned char passkeys_js[] = {
#embed "assets/passkeys.js"
};
ASSET(passkeys_js)
