/* SPDX-License-Identifier: MIT
 * Findings about a record, and the second look at every suspect. */
#include "base/status.h"
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_SIZE 512
#define LOOKS_MAX                                                                                  \
    16 /* tries, when somebody keeps changing a record; the next verification looks at it again */

void kp_finding(struct kp_findings *findings, const char *format, ...)
{
    size_t at = findings->count++;
    if (at >= KP_FINDINGS_MAX)
        return;
    char text[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *subject = findings->subject ? findings->subject : "a record";
    findings->lines[at] = kripa_arena_format(findings->arena, "%s: %s", subject, text);
}

struct kp_findings kp_findings_of(struct kp_verify *verify)
{
    return (struct kp_findings){.arena = &verify->scratch};
}

enum kripa_status kp_verify_read(struct kp_verify *verify, const struct kripa_schema *of,
                                 struct kripa_id id, void **out)
{
    struct kripa_error problem = {0};
    struct kp_call quiet = verify->call;
    quiet.err = &problem;
    *out = NULL;
    enum kripa_status status = kp_find_id(&quiet, of, id, out);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK && verify->call.err)
        *verify->call.err = problem;
    return status;
}

enum kripa_status kp_suspect(struct kp_verify *verify, struct kripa_id id)
{
    return kp_tally_at(&verify->suspects, id, (struct kripa_id){0})
               ? KRIPA_OK
               : kp_no_memory(verify->call.err);
}

enum kripa_status kp_checked(struct kp_verify *verify, struct kripa_id id,
                             const struct kp_findings *findings)
{
    bool wrong = findings->count > 0;
    verify->found.checked++;
    kripa_arena_reset(&verify->scratch);
    return wrong ? kp_suspect(verify, id) : KRIPA_OK;
}

static enum kripa_status tell(struct kp_verify *verify, const struct kp_findings *findings)
{
    verify->found.differences += (int64_t)findings->count;
    for (size_t i = 0; i < findings->count && i < KP_FINDINGS_MAX; i++) {
        if (!findings->lines[i])
            return kp_no_memory(verify->call.err);
        verify->say(verify->ctx, findings->lines[i]);
    }
    return KRIPA_OK;
}

enum kripa_status kp_recheck(struct kp_verify *verify, struct kripa_id id, kp_recheck_fn *recheck)
{
    enum kripa_status status = KRIPA_OK;
    bool settled = false;
    for (int i = 0; i < LOOKS_MAX && status == KRIPA_OK && !settled; i++) {
        struct kp_findings findings = kp_findings_of(verify);
        settled = true;
        status = recheck(verify, id, &findings, &settled);
        if (status == KRIPA_OK && settled)
            status = tell(verify, &findings);
        kripa_arena_reset(&verify->scratch);
    }
    verify->found.unsettled += status == KRIPA_OK && !settled;
    return status;
}

enum kripa_status kp_recheck_suspects(struct kp_verify *verify, kp_recheck_fn *recheck)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < verify->suspects.capacity && status == KRIPA_OK; i++) {
        if (verify->suspects.slots[i].used)
            status = kp_recheck(verify, verify->suspects.slots[i].a, recheck);
    }
    verify->suspects = (struct kp_tally){.arena = verify->arena};
    return status;
}
