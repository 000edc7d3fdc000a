#ifndef STARPUNK_CGUMBO_SHIM_H
#define STARPUNK_CGUMBO_SHIM_H

#include <gumbo.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * Swift cannot read Gumbo's default options, a C global with function pointers, so the calls that need them live here.
 *
 * Gumbo 0.10 bounds neither its memory nor the depth at which its own clean-up recurses. Both are bounded here: every
 * allocation of a parse is a link in one list, charged to a budget. A parse that would exceed the budget is abandoned
 * half-way, and a tree is freed by walking the list instead of the tree.
 */

typedef struct starpunk_gumbo_block {
    struct starpunk_gumbo_block *previous;
    struct starpunk_gumbo_block *next;
    size_t size;
    size_t padding; /* keeps what follows aligned to 16 bytes */
} starpunk_gumbo_block;

/* One parse: the bytes it points into, every node, and what is left of its budget. */
typedef struct starpunk_gumbo_tree {
    starpunk_gumbo_block *first;
    size_t budget;
    GumboOutput *output;
    jmp_buf exhausted;
} starpunk_gumbo_tree;

static inline void *starpunk_gumbo_allocate(void *userdata, size_t size) {
    starpunk_gumbo_tree *tree = (starpunk_gumbo_tree *)userdata;
    starpunk_gumbo_block *block = NULL;
    if (size <= tree->budget) block = (starpunk_gumbo_block *)malloc(sizeof *block + size);
    if (block == NULL) longjmp(tree->exhausted, 1);
    tree->budget -= size;
    block->size = size;
    block->previous = NULL;
    block->next = tree->first;
    if (block->next != NULL) block->next->previous = block;
    tree->first = block;
    return block + 1;
}

static inline void starpunk_gumbo_deallocate(void *userdata, void *pointer) {
    if (pointer == NULL) return;
    starpunk_gumbo_tree *tree = (starpunk_gumbo_tree *)userdata;
    starpunk_gumbo_block *block = (starpunk_gumbo_block *)pointer - 1;
    tree->budget += block->size;
    if (block->next != NULL) block->next->previous = block->previous;
    if (block->previous != NULL) block->previous->next = block->next;
    else tree->first = block->next;
    free(block);
}

static inline void starpunk_gumbo_free(starpunk_gumbo_tree *tree) {
    starpunk_gumbo_block *block = tree->first;
    while (block != NULL) {
        starpunk_gumbo_block *next = block->next;
        free(block);
        block = next;
    }
    free(tree);
}

/* Parses a copy of the bytes. NULL when the tree would need more memory than the budget. */
static inline starpunk_gumbo_tree *starpunk_gumbo_parse(
    const char *bytes, size_t length, bool is_fragment, size_t budget
) {
    starpunk_gumbo_tree *tree = (starpunk_gumbo_tree *)calloc(1, sizeof *tree);
    if (tree == NULL) return NULL;
    tree->budget = budget;
    if (setjmp(tree->exhausted) != 0) {
        starpunk_gumbo_free(tree);
        return NULL;
    }
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = starpunk_gumbo_allocate;
    options.deallocator = starpunk_gumbo_deallocate;
    options.userdata = tree;
    options.max_errors = 0;
    if (is_fragment) options.fragment_context = GUMBO_TAG_DIV;
    char *copy = (char *)starpunk_gumbo_allocate(tree, length + 1);
    if (length > 0) memcpy(copy, bytes, length);
    copy[length] = '\0';
    tree->output = gumbo_parse_with_options(&options, copy, length);
    return tree;
}

/* The element's name as written when Gumbo does not know the tag, else its normalised name. */
static inline GumboStringPiece starpunk_gumbo_name(const GumboElement *element) {
    GumboStringPiece name = element->original_tag;
    if (element->tag == GUMBO_TAG_UNKNOWN) {
        gumbo_tag_from_original_text(&name);
    } else {
        name.data = gumbo_normalized_tagname(element->tag);
        name.length = strlen(name.data);
    }
    return name;
}

#endif
