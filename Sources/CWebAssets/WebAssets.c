/* C23 brought #embed; clang has it for every standard and says so. */
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "WebAssets.h"

static const unsigned char site_css[] = {
#embed "assets/site.css"
};

static const unsigned char passkeys_js[] = {
#embed "assets/passkeys.js"
};

const unsigned char *const starpunk_passkeys_js = passkeys_js;
const size_t starpunk_passkeys_js_length = sizeof passkeys_js;

const unsigned char *const starpunk_site_css = site_css;
const size_t starpunk_site_css_length = sizeof site_css;
