/* SPDX-License-Identifier: MIT
 * kripactl secret: the secret that kripad signs tokens with. */
#include "cmd.h"
#include "output/print.h"

enum kripa_status cmd_secret_new(struct session *s, const struct input *in)
{
    (void)in;
    char secret[KRIPA_SECRET_TEXT_SIZE];
    enum kripa_status status = kripa_secret_new(secret, &s->error);
    if (status != KRIPA_OK)
        return status;
    if (!s->options->json)
        return print_sentence(s, "%s", secret);
    struct kripa_writer writer;
    kripa_writer_init(&writer, &s->arena);
    kripa_write(&writer, "{\"secret\":");
    kripa_write_text(&writer, secret);
    kripa_write(&writer, "}");
    return print_json(s, &writer);
}
