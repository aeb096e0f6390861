/* message.h - the parts of a mail message (RFC 5322, 2045, 2047). Internal to lib/write. */
#ifndef WRITE_MESSAGE_H
#define WRITE_MESSAGE_H

#include "paper/write.h"

/* A header field with text, folded; what is not plain ASCII, as encoded words. */
void message_text(struct output *out, const char *name, struct str text);

/* A header field with addresses, separated by commas: `Ada <ada@example.org>, bob@example.org`. */
void message_addresses(struct output *out, const char *name, struct str list);

/* Date: and the like; seconds since the epoch, in UTC. */
void message_date(struct output *out, const char *name, int64_t now);

/* Message-ID: of 128 bits of a hash, at the host of an address. */
void message_id(struct output *out, struct str hashed, struct str address);

/* Whole lines of text as quoted-printable. */
void message_quoted(struct output *out, struct str text);

#endif
