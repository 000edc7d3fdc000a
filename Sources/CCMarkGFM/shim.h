#ifndef STARPUNK_CCMARKGFM_SHIM_H
#define STARPUNK_CCMARKGFM_SHIM_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * Options are macros and extensions live in a C registry; both are gathered here, out of Swift's sight.
 *
 * cmark-gfm bounds no memory: a text can ask for two hundred times its size, a short one for gigabytes (each `[a]` is
 * written out as the address that it stands for), and at one gigabyte cmark ends the process. So every allocation of
 * parsing and rendering is a link in one list, charged to a budget. What would exceed it is abandoned half-way, and
 * freed by walking the list.
 */

/*
 * A line break is a line break. Raw HTML passes, because the sanitiser that follows judges the tree as a whole, which
 * cmark's own filter cannot. What is not UTF-8 becomes U+FFFD.
 */
static const int starpunk_markdown_options =
    CMARK_OPT_HARDBREAKS | CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8;

/* A tree of so many bytes is large. */
static const size_t starpunk_markdown_large = 8 << 20;

/* The extensions of GitHub's dialect that count. */
static const char *const starpunk_markdown_extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
static const size_t starpunk_markdown_extension_count = 4;

typedef struct starpunk_markdown_block {
    struct starpunk_markdown_tree *tree; /* NULL: outside any budget */
    struct starpunk_markdown_block *previous;
    struct starpunk_markdown_block *next;
    size_t size;
} starpunk_markdown_block;

/* A text taken apart, and what is left of its budget. */
typedef struct starpunk_markdown_tree {
    starpunk_markdown_block *first;
    size_t budget;
    size_t whole; /* the budget at first */
    cmark_parser *parser; /* owns the extensions that render the document */
    cmark_node *document;
    jmp_buf exhausted;
} starpunk_markdown_tree;

/* cmark's allocators are told nothing of what they allocate for: the tree that this thread parses or renders. */
static inline starpunk_markdown_tree **starpunk_markdown_current(void) {
    static _Thread_local starpunk_markdown_tree *current;
    return &current;
}

static inline void starpunk_markdown_unlink(starpunk_markdown_block *block) {
    if (block->tree == NULL) return;
    block->tree->budget += block->size;
    if (block->next != NULL) block->next->previous = block->previous;
    if (block->previous != NULL) block->previous->next = block->next;
    else block->tree->first = block->next;
}

static inline void starpunk_markdown_link(starpunk_markdown_block *block, starpunk_markdown_tree *tree, size_t size) {
    block->tree = tree;
    block->size = size;
    block->previous = NULL;
    block->next = NULL;
    if (tree == NULL) return;
    tree->budget -= size;
    block->next = tree->first;
    if (block->next != NULL) block->next->previous = block;
    tree->first = block;
}

/* What cmark itself does without memory, where there is no tree to give up. */
static inline void starpunk_markdown_exhausted(starpunk_markdown_tree *tree) {
    if (tree == NULL) abort();
    longjmp(tree->exhausted, 1);
}

static inline void *starpunk_markdown_calloc(size_t count, size_t size) {
    starpunk_markdown_tree *tree = *starpunk_markdown_current();
    size_t bytes = count * size + sizeof(starpunk_markdown_block);
    starpunk_markdown_block *block = NULL;
    if (tree == NULL || bytes <= tree->budget) block = (starpunk_markdown_block *)calloc(1, bytes);
    if (block == NULL) starpunk_markdown_exhausted(tree);
    starpunk_markdown_link(block, tree, bytes);
    return block + 1;
}

static inline void starpunk_markdown_deallocate(void *pointer) {
    if (pointer == NULL) return;
    starpunk_markdown_block *block = (starpunk_markdown_block *)pointer - 1;
    starpunk_markdown_unlink(block);
    free(block);
}

static inline void *starpunk_markdown_realloc(void *pointer, size_t size) {
    if (pointer == NULL) return starpunk_markdown_calloc(1, size);
    starpunk_markdown_block *block = (starpunk_markdown_block *)pointer - 1;
    starpunk_markdown_tree *tree = block->tree;
    size_t bytes = size + sizeof(starpunk_markdown_block);
    if (tree != NULL && bytes > block->size && bytes - block->size > tree->budget) starpunk_markdown_exhausted(tree);
    block = (starpunk_markdown_block *)realloc(block, bytes);
    if (block == NULL) starpunk_markdown_exhausted(tree);
    if (tree != NULL) {
        if (block->previous != NULL) block->previous->next = block;
        else tree->first = block;
        if (block->next != NULL) block->next->previous = block;
        tree->budget = tree->budget + block->size - bytes;
    }
    block->size = bytes;
    return block + 1;
}

static inline void starpunk_markdown_free(starpunk_markdown_tree *tree) {
    bool is_large = tree->whole - tree->budget > starpunk_markdown_large;
    /* What was made while the tree was read is in no list. */
    if (tree->document != NULL) {
        cmark_node_free(tree->document);
        cmark_parser_free(tree->parser);
    }
    starpunk_markdown_block *block = tree->first;
    while (block != NULL) {
        starpunk_markdown_block *next = block->next;
        free(block);
        block = next;
    }
    free(tree);
    /* The small blocks of a large tree would stay with the process for good, once in each thread. */
    if (is_large) malloc_trim(0);
}

/*
 * Takes a text apart. NULL when that would need more memory than the budget, in bytes.
 *
 * One thread at a time: the characters that extensions look for (`~`, `w`, `:`) are switched on before a text and off
 * after it, in a table that all threads share, so one thread's end would take them from another's middle.
 */
static inline starpunk_markdown_tree *starpunk_markdown_parse(const char *bytes, size_t length, size_t budget) {
    static cmark_mem memory = {starpunk_markdown_calloc, starpunk_markdown_realloc, starpunk_markdown_deallocate};
    starpunk_markdown_tree *tree = (starpunk_markdown_tree *)calloc(1, sizeof *tree);
    if (tree == NULL) return NULL;
    tree->whole = tree->budget = budget;
    *starpunk_markdown_current() = tree;
    if (setjmp(tree->exhausted) != 0) {
        *starpunk_markdown_current() = NULL;
        starpunk_markdown_free(tree);
        return NULL;
    }
    tree->parser = cmark_parser_new_with_mem(starpunk_markdown_options, &memory);
    for (size_t i = 0; i < starpunk_markdown_extension_count; i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(starpunk_markdown_extensions[i]);
        cmark_parser_attach_syntax_extension(tree->parser, extension);
    }
    cmark_parser_feed(tree->parser, bytes, length);
    tree->document = cmark_parser_finish(tree->parser);
    *starpunk_markdown_current() = NULL;
    if (tree->document == NULL) {
        starpunk_markdown_free(tree);
        return NULL;
    }
    return tree;
}

/* The document in HTML, which lives as long as the tree. NULL when that would need more memory than the budget. */
static inline const char *starpunk_markdown_html(starpunk_markdown_tree *tree) {
    *starpunk_markdown_current() = tree;
    const char *html = NULL;
    if (setjmp(tree->exhausted) == 0) {
        cmark_llist *extensions = cmark_parser_get_syntax_extensions(tree->parser);
        html = cmark_render_html(tree->document, starpunk_markdown_options, extensions);
    }
    *starpunk_markdown_current() = NULL;
    return html;
}

#endif
