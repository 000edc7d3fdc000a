#ifndef STARPUNK_WEB_ASSETS_H
#define STARPUNK_WEB_ASSETS_H

#include <stddef.h>

extern const unsigned char *const starpunk_passkeys_js;
extern const size_t starpunk_passkeys_js_length;

extern const unsigned char *const starpunk_site_css;
extern const size_t starpunk_site_css_length;
extern const unsigned char *const starpunk_desk_css;
extern const size_t starpunk_desk_css_length;
extern const unsigned char *const starpunk_autosave_js;
extern const size_t starpunk_autosave_js_length;
extern const unsigned char *const starpunk_photos_js;
extern const size_t starpunk_photos_js_length;
extern const unsigned char *const starpunk_preview_js;
extern const size_t starpunk_preview_js_length;
extern const unsigned char *const starpunk_writing_js;
extern const size_t starpunk_writing_js_length;

#endif
