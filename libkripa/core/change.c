/* SPDX-License-Identifier: MIT
 * Building a change edit by edit. Arrays grow by doubling; their old copies stay in the arena. */
#include "change.h"

#include <string.h>

#include "base/status.h"
#include "context.h"

#define FIRST_CAPACITY 8

struct kripa_value kp_int(int64_t number)
{
    return (struct kripa_value){.kind = KRIPA_VALUE_INT, .as.number = number};
}

struct kripa_value kp_id(struct kripa_id id)
{
    return (struct kripa_value){.kind = KRIPA_VALUE_ID, .as.id = id};
}

struct kripa_value kp_text(const char *text)
{
    if (!text)
        return (struct kripa_value){.kind = KRIPA_VALUE_NONE};
    return (struct kripa_value){.kind = KRIPA_VALUE_TEXT, .as.text = {text, strlen(text)}};
}

struct kripa_value kp_member(const void *record)
{
    return (struct kripa_value){.kind = KRIPA_VALUE_RECORD, .as.record = record};
}

struct kp_change kp_change_in(const struct kp_call *call)
{
    return (struct kp_change){.call = call};
}

/* Returns the array with room for one more: itself, or a copy of twice the size. NULL: out of
 * memory. */
static void *with_room(struct kripa_arena *arena, const void *from, size_t size, size_t count)
{
    bool full = count == 0 || (count >= FIRST_CAPACITY && (count & (count - 1)) == 0);
    if (!full)
        return (void *)from;
    void *to = kripa_arena_alloc(arena, size, count ? count * 2 : FIRST_CAPACITY);
    if (to && count)
        memcpy(to, from, size * count);
    return to;
}

static struct kripa_edit *add_edit(struct kp_change *change, enum kripa_edit_kind kind,
                                   const struct kripa_schema *of)
{
    struct kripa_edit *edits =
        with_room(change->call->arena, change->edits, sizeof *edits, change->count);
    if (!edits || change->failed) {
        change->failed = true;
        return NULL;
    }
    change->edits = edits;
    struct kripa_edit *edit = &edits[change->count++];
    *edit = (struct kripa_edit){.kind = kind, .of = of};
    return edit;
}

/* NULL when there is no edit yet: a guard that belongs to none must not be lost silently, so the
 * change fails. */
static struct kripa_edit *last_edit(struct kp_change *change)
{
    if (change->failed)
        return NULL;
    if (change->count == 0) {
        change->misused = true;
        return NULL;
    }
    return &change->edits[change->count - 1];
}

static struct kripa_id id_of(const struct kripa_schema *of, const void *record)
{
    struct kripa_id id;
    memcpy(&id, (const char *)record + of->fields[0].at, sizeof id);
    return id;
}

static void add_record(struct kp_change *change, enum kripa_edit_kind kind,
                       const struct kripa_schema *of, const void *record)
{
    struct kripa_edit *edit = add_edit(change, kind, of);
    if (!edit)
        return;
    edit->record = record;
    edit->key = id_of(of, record);
}

static void add_key(struct kp_change *change, enum kripa_edit_kind kind,
                    const struct kripa_schema *of, struct kripa_id key)
{
    struct kripa_edit *edit = add_edit(change, kind, of);
    if (edit)
        edit->key = key;
}

void kp_insert(struct kp_change *change, const struct kripa_schema *of, const void *record)
{
    add_record(change, KRIPA_INSERT, of, record);
}

void kp_update(struct kp_change *change, const struct kripa_schema *of, struct kripa_id key)
{
    add_key(change, KRIPA_UPDATE, of, key);
}

void kp_delete(struct kp_change *change, const struct kripa_schema *of, struct kripa_id key)
{
    add_key(change, KRIPA_DELETE, of, key);
}

void kp_upsert_increment(struct kp_change *change, const struct kripa_schema *of,
                         const void *record)
{
    add_record(change, KRIPA_UPSERT_INCREMENT, of, record);
}

void kp_sequence(struct kp_change *change, const struct kripa_schema *of, const void *record,
                 const char *counter, const char *into)
{
    add_record(change, KRIPA_SEQUENCE, of, record);
    kp_add(change, counter, 1);
    if (!change->failed)
        change->edits[change->count - 1].into = into;
}

void kp_require(struct kp_change *change, const char *field, enum kripa_op op,
                struct kripa_value value)
{
    struct kripa_edit *edit = last_edit(change);
    if (!edit)
        return;
    struct kripa_value *held = kripa_arena_alloc(change->call->arena, sizeof *held, 1);
    struct kripa_cond *conds =
        with_room(change->call->arena, edit->conds, sizeof *conds, edit->conds_count);
    if (!held || !conds) {
        change->failed = true;
        return;
    }
    *held = value;
    conds[edit->conds_count++] = (struct kripa_cond){field, op, held, 1};
    edit->conds = conds;
}

static void add_set(struct kp_change *change, struct kripa_set set)
{
    struct kripa_edit *edit = last_edit(change);
    if (!edit)
        return;
    struct kripa_set *sets =
        with_room(change->call->arena, edit->sets, sizeof *sets, edit->sets_count);
    if (!sets) {
        change->failed = true;
        return;
    }
    sets[edit->sets_count++] = set;
    edit->sets = sets;
}

void kp_set(struct kp_change *change, const char *field, struct kripa_value value)
{
    bool absent = value.kind == KRIPA_VALUE_NONE;
    add_set(change, (struct kripa_set){
                        .field = field, .op = absent ? KRIPA_UNSET : KRIPA_SET, .value = value});
}

void kp_add(struct kp_change *change, const char *field, int64_t number)
{
    add_set(change, (struct kripa_set){.field = field, .op = KRIPA_ADD, .value = kp_int(number)});
}

void kp_unset(struct kp_change *change, const char *field)
{
    add_set(change, (struct kripa_set){.field = field, .op = KRIPA_UNSET});
}

void kp_push(struct kp_change *change, const char *list, const void *element)
{
    add_set(change, (struct kripa_set){.field = list, .op = KRIPA_PUSH, .element = element});
}

void kp_push_value(struct kp_change *change, const char *list, struct kripa_value value)
{
    add_set(change, (struct kripa_set){.field = list, .op = KRIPA_PUSH, .value = value});
}

void kp_pull(struct kp_change *change, const char *list, struct kripa_value key)
{
    add_set(change, (struct kripa_set){.field = list, .op = KRIPA_PULL, .value = key});
}

kripa_given kp_settable(const struct kripa_schema *of, enum kripa_role role)
{
    kripa_given rows = 0;
    for (size_t i = 0; i < of->count; i++)
        if (kripa_field_writable_by(of, &of->fields[i]) & KRIPA_MASK(role))
            rows |= (kripa_given)1 << i;
    return rows;
}

void kp_set_given(struct kp_change *change, const void *record, kripa_given given)
{
    const struct kripa_edit *edit = last_edit(change);
    if (!edit)
        return;
    const struct kripa_schema *of = edit->of;
    for (size_t i = 0; i < of->count; i++) {
        unsigned set = kripa_field_writable_by(of, &of->fields[i]);
        bool settable = set && set != KRIPA_NOBODY;
        if ((given >> i & 1) && settable && !(of->fields[i].flags & KRIPA_UNSTORED))
            kp_set(change, of->fields[i].name, kp_member(record));
    }
}

void kp_touch(struct kp_change *change, int64_t now_ms)
{
    kp_add(change, "revision", 1);
    kp_set(change, "updatedAt", kp_int(now_ms));
}

size_t kp_change_count(const struct kp_change *change)
{
    return change->count;
}

static enum kripa_status commit(const struct kp_call *call, const struct kp_change *change,
                                struct kripa_outcome *outcome)
{
    if (change->failed)
        return kp_no_memory(call->err);
    if (change->misused)
        return kripa_fail(call->err, KRIPA_INTERNAL, "a change says something of no edit");
    if (change->count == 0 || call->kripa->dry_run)
        return KRIPA_OK;
    struct kripa_change whole = {change->edits, change->count};
    struct kripa_outcome ignored;
    return call->kripa->store->ops->commit(call->kripa->store, &whole, outcome ? outcome : &ignored,
                                           call->err);
}

enum kripa_status kp_commit(const struct kp_call *call, struct kp_change *change,
                            struct kripa_outcome *outcome)
{
    enum kripa_status status = commit(call, change, outcome);
    kp_stripe_release(&call->kripa->stripes, &change->stripe);
    return status;
}
