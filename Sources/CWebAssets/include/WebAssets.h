#ifndef STARPUNK_WEB_ASSETS_H
#define STARPUNK_WEB_ASSETS_H

#include <stddef.h>

extern const unsigned char *const starpunk_passkeys_js;
extern const size_t starpunk_passkeys_js_length;

extern const unsigned char *const starpunk_site_css;
extern const size_t starpunk_site_css_length;

#endif
