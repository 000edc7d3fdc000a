#ifndef STARPUNK_CCMARKGFM_SHIM_H
#define STARPUNK_CCMARKGFM_SHIM_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <stdbool.h>
#include <stdlib.h>

/* Options are macros and extensions live in a C registry; both are gathered here, out of Swift's sight. */

/*
 * A line break is a line break. Raw HTML passes, because the sanitiser that follows judges the tree as a whole, which
 * cmark's own filter cannot. What is not UTF-8 becomes U+FFFD.
 */
static const int starpunk_markdown_options =
    CMARK_OPT_HARDBREAKS | CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8;

/* A parser of GitHub's dialect. The extensions must have been registered. */
static inline cmark_parser *starpunk_markdown_parser(void) {
    static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
    cmark_parser *parser = cmark_parser_new(starpunk_markdown_options);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
        if (extension != NULL) cmark_parser_attach_syntax_extension(parser, extension);
    }
    return parser;
}

/* The document in HTML, to be freed by the caller. */
static inline char *starpunk_markdown_html(cmark_node *document, cmark_parser *parser) {
    return cmark_render_html(document, starpunk_markdown_options, cmark_parser_get_syntax_extensions(parser));
}

#endif
