#ifndef STARPUNK_CGUMBO_SHIM_H
#define STARPUNK_CGUMBO_SHIM_H

#include <gumbo.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * Swift cannot read Gumbo's default options, a C global with function pointers, so the calls that need them live here.
 *
 * Gumbo 0.10 bounds neither its memory, nor its time, nor the depth at which its own clean-up recurses. All are bounded
 * here: every allocation of a parse is a link in one list, charged to a budget, and the processor's clock is looked at
 * now and then. A parse that would exceed its budget is abandoned half-way, and a tree is freed by walking the list
 * instead of the tree.
 *
 * Every tag and every attribute allocates, so the clock is looked at often enough, whatever makes the parser slow: its
 * walks over all attributes of a tag, over all open elements, or over both.
 */

typedef struct starpunk_gumbo_block {
    struct starpunk_gumbo_block *previous;
    struct starpunk_gumbo_block *next;
    size_t size;
    size_t padding; /* keeps what follows aligned to 16 bytes */
} starpunk_gumbo_block;

/* What a parse may cost, and how deep its tree may be. */
typedef struct starpunk_gumbo_limits {
    size_t memory;        /* bytes */
    int64_t microseconds; /* of the processor */
    size_t depth;
} starpunk_gumbo_limits;

/* One parse: the bytes it points into, every node, and what is left of its budget. */
typedef struct starpunk_gumbo_tree {
    starpunk_gumbo_block *first;
    size_t budget;
    size_t whole; /* the budget at first */
    size_t allocations;
    int64_t deadline;
    GumboOutput *output;
    jmp_buf exhausted;
} starpunk_gumbo_tree;

/* The processor time that this thread has taken, in microseconds. */
static inline int64_t starpunk_gumbo_clock(void) {
    struct timespec time = {0, 0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static inline void *starpunk_gumbo_allocate(void *userdata, size_t size) {
    starpunk_gumbo_tree *tree = (starpunk_gumbo_tree *)userdata;
    starpunk_gumbo_block *block = NULL;
    if (++tree->allocations % 64 == 0 && starpunk_gumbo_clock() > tree->deadline) longjmp(tree->exhausted, 1);
    size += sizeof *block;
    if (size <= tree->budget) block = (starpunk_gumbo_block *)malloc(size);
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

/* A tree of so many bytes is large. */
static const size_t starpunk_gumbo_large = 8 << 20;

static inline void starpunk_gumbo_free(starpunk_gumbo_tree *tree) {
    bool is_large = tree->whole - tree->budget > starpunk_gumbo_large;
    starpunk_gumbo_block *block = tree->first;
    while (block != NULL) {
        starpunk_gumbo_block *next = block->next;
        free(block);
        block = next;
    }
    free(tree);
    /* The small blocks of a large tree would stay with the process for good, once in each thread. */
    if (is_large) malloc_trim(0);
}

/* Whether no element has more ancestors than the limit. Walks without recursion. */
static inline bool starpunk_gumbo_is_within(const GumboNode *root, size_t limit) {
    const GumboNode *node = root;
    size_t depth = 0;
    while (true) {
        bool is_element = node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
        if (is_element && node->v.element.children.length > 0) {
            if (++depth > limit) return false;
            node = (const GumboNode *)node->v.element.children.data[0];
            continue;
        }
        const GumboVector *siblings = NULL;
        while (node != root) {
            siblings = &node->parent->v.element.children;
            if (node->index_within_parent + 1 < siblings->length) break;
            node = node->parent;
            depth--;
        }
        if (node == root) return true;
        node = (const GumboNode *)siblings->data[node->index_within_parent + 1];
    }
}

/* Parses a copy of the bytes. NULL when that would cost more than the limits allow, or the tree is too deep. */
static inline starpunk_gumbo_tree *starpunk_gumbo_parse(
    const char *bytes, size_t length, bool is_fragment, starpunk_gumbo_limits limits
) {
    starpunk_gumbo_tree *tree = (starpunk_gumbo_tree *)calloc(1, sizeof *tree);
    if (tree == NULL) return NULL;
    tree->whole = tree->budget = limits.memory;
    tree->deadline = starpunk_gumbo_clock() + limits.microseconds;
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
    if (!starpunk_gumbo_is_within(tree->output->root, limits.depth)) {
        starpunk_gumbo_free(tree);
        return NULL;
    }
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
