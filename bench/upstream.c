/* The provider of the benchmarks: chat completions and messages, whole or as a stream, at once.
 *
 *   upstream PORT
 *
 * One thread, one epoll. `GET /__set?chunks=20&delay_us=0` says what a stream is made of. Every
 * delta begins with "@t" and 16 hex digits, the time (CLOCK_MONOTONIC, ns) of its writing.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define NAME_MAX_ 96
#define READ_BYTES 65536
#define BACKLOG 8192
#define BEHIND_MAX (1 << 20)
#define FILLER "xxxxxxxx"

typedef struct { char *bytes; size_t length, room, at; } Buffer;

typedef struct Connection Connection;
struct Connection {
    int socket, streaming, anthropic, wants_usage, wants_room, gone;
    long sent;
    uint64_t due;
    char model[NAME_MAX_];
    Buffer in, out;
    Connection *later; /* in the queue of streams, or of those to be freed */
};

static int poller;
static long chunks = 20, delay_us = 0;
static Connection *first, *last, *dead;

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void reserve(Buffer *b, size_t more) {
    if (b->length + more <= b->room) return;
    b->room = (b->length + more) * 2;
    b->bytes = realloc(b->bytes, b->room);
    if (!b->bytes) abort();
}

static void append(Buffer *b, const char *bytes, size_t length) {
    reserve(b, length);
    memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
}

static size_t printed(char *to, size_t room, const char *format, ...) {
    va_list given;
    va_start(given, format);
    int length = vsnprintf(to, room, format, given);
    va_end(given);
    if (length < 0 || (size_t)length >= room) abort();
    return length;
}

static void watch(Connection *c) {
    struct epoll_event e = { .events = EPOLLIN | EPOLLRDHUP | (c->wants_room ? EPOLLOUT : 0), .data.ptr = c };
    epoll_ctl(poller, EPOLL_CTL_MOD, c->socket, &e);
}

static void leave(Connection *c) {
    if (c->gone) return;
    close(c->socket);
    c->gone = 1;
    if (c->streaming) return; /* the queue has it still */
    c->later = dead;
    dead = c;
}

/* Send what is there; 0 when the other side has no room, or is gone. */
static int flush(Connection *c) {
    while (!c->gone && c->out.at < c->out.length) {
        ssize_t sent = send(c->socket, c->out.bytes + c->out.at, c->out.length - c->out.at, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            if (!c->wants_room) { c->wants_room = 1; watch(c); }
            return 0;
        }
        if (sent < 0) { leave(c); return 0; }
        c->out.at += sent;
    }
    c->out.at = c->out.length = 0;
    if (!c->gone && c->wants_room) { c->wants_room = 0; watch(c); }
    return !c->gone;
}

/* One event of a stream is one HTTP chunk. */
static void event(Connection *c, const char *name, const char *format, ...) {
    char text[2048], head[16];
    size_t length = 0;
    if (name) length = printed(text, sizeof text, "event: %s\n", name);
    va_list given;
    va_start(given, format);
    length += printed(text + length, sizeof text - length, "data: ");
    length += vsnprintf(text + length, sizeof text - length, format, given);
    va_end(given);
    length += printed(text + length, sizeof text - length, "\n\n");
    append(&c->out, head, printed(head, sizeof head, "%zx\r\n", length));
    append(&c->out, text, length);
    append(&c->out, "\r\n", 2);
}

#define CHUNK "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"%s\","
#define CHOICE CHUNK "\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}"

static void begin(Connection *c) {
    static const char head[] = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    append(&c->out, head, sizeof head - 1);
    if (!c->anthropic) {
        event(c, NULL, CHOICE, c->model, "\"role\":\"assistant\",\"content\":\"\"", "null");
        return;
    }
    event(c, "message_start", "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"%s\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":25,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":1}}}", c->model);
    event(c, "content_block_start", "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    event(c, "ping", "{\"type\":\"ping\"}");
}

static void delta(Connection *c) {
    char text[64];
    printed(text, sizeof text, "@t%016llx" FILLER " ", (unsigned long long)now_ns());
    if (c->anthropic) {
        event(c, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}", text);
    } else {
        char said[96];
        printed(said, sizeof said, "\"content\":\"%s\"", text);
        event(c, NULL, CHOICE, c->model, said, "null");
    }
    c->sent++;
}

static void end(Connection *c) {
    if (c->anthropic) {
        event(c, "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
        event(c, "message_delta", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":%ld}}", chunks);
        event(c, "message_stop", "{\"type\":\"message_stop\"}");
    } else {
        event(c, NULL, CHOICE, c->model, "", "\"stop\"");
        if (c->wants_usage) event(c, NULL, CHUNK "\"choices\":[],\"usage\":{\"prompt_tokens\":25,\"completion_tokens\":%ld,\"total_tokens\":%ld}}", c->model, chunks, 25 + chunks);
        event(c, NULL, "[DONE]");
    }
    append(&c->out, "0\r\n\r\n", 5);
}

#define WORDS " Hello! This answer is of a realistic short length, about forty tokens of plain English text, so that reading and writing it is not free of work."

static void whole(Connection *c, const char *body, size_t length) {
    char head[160];
    append(&c->out, head, printed(head, sizeof head, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n", length));
    append(&c->out, body, length);
}

static void answer(Connection *c) {
    char body[2048];
    unsigned long long t = now_ns();
    if (c->anthropic)
        whole(c, body, printed(body, sizeof body, "{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"%s\",\"content\":[{\"type\":\"text\",\"text\":\"@t%016llx" WORDS "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":25,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":40,\"service_tier\":\"standard\"}}", c->model, t));
    else
        whole(c, body, printed(body, sizeof body, "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"%s\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"@t%016llx" WORDS "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":25,\"completion_tokens\":40,\"total_tokens\":65}}", c->model, t));
}

static void finish(Connection *c) {
    c->streaming = 0;
    if (c->gone) { c->later = dead; dead = c; }
}

static void enqueue(Connection *c, uint64_t due) {
    c->due = due;
    c->later = NULL;
    if (last) last->later = c; else first = c;
    last = c;
}

/* The next delta, in a write of its own; without a delay, all that there is room for. */
static void go_on(Connection *c) {
    do {
        if (c->gone) { finish(c); return; }
        if (c->out.length - c->out.at < BEHIND_MAX) {
            if (c->sent >= chunks) { end(c); flush(c); finish(c); return; }
            delta(c);
        }
    } while (flush(c) && delay_us == 0);
    uint64_t now = now_ns(), due = c->due + delay_us * 1000;
    enqueue(c, delay_us == 0 ? now + 1000000 : due > now ? due : now);
}

static int has(const char *bytes, size_t length, const char *text) {
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

/* Where the value of a member begins, however it is spaced. */
static const char *value_of(const char *body, size_t length, const char *name) {
    const char *at = memmem(body, length, name, strlen(name)), *stop = body + length;
    if (!at) return NULL;
    for (at += strlen(name); at < stop && (*at == ' ' || *at == ':'); at++) continue;
    return at < stop ? at : NULL;
}

static int is_true(const char *body, size_t length, const char *name) {
    const char *at = value_of(body, length, name);
    return at && body + length - at >= 4 && !memcmp(at, "true", 4);
}

static void name_of(Connection *c, const char *body, size_t length) {
    strcpy(c->model, "bench");
    const char *at = value_of(body, length, "\"model\""), *stop = body + length;
    if (!at || *at++ != '"') return;
    size_t n = 0;
    for (; at + n < stop && at[n] != '"' && n < NAME_MAX_ - 1; n++) c->model[n] = at[n];
    c->model[n] = 0;
}

static void set(const char *line, size_t length, const char *name, long *to) {
    const char *at = memmem(line, length, name, strlen(name));
    if (at) *to = atol(at + strlen(name));
}

static void handle(Connection *c, const char *head, size_t head_length, const char *body, size_t length) {
    const char *line_end = memchr(head, '\r', head_length);
    size_t line = line_end ? (size_t)(line_end - head) : head_length;
    if (has(head, line, "/__set?")) {
        set(head, line, "chunks=", &chunks);
        set(head, line, "delay_us=", &delay_us);
        whole(c, "{}", 2);
        return;
    }
    if (!has(head, line, "/messages") && !has(head, line, "/chat/completions")) { whole(c, "{}", 2); return; }
    c->anthropic = has(head, line, "/messages");
    name_of(c, body, length);
    if (!is_true(body, length, "\"stream\"")) { answer(c); return; }
    c->wants_usage = is_true(body, length, "\"include_usage\"");
    c->streaming = 1;
    c->sent = 0;
    begin(c);
    c->due = now_ns();
    go_on(c);
}

static size_t content_length(const char *head, size_t length) {
    for (const char *l = memchr(head, '\n', length); l && l < head + length; l = memchr(l + 1, '\n', head + length - l - 1))
        if (head + length - l > 15 && !strncasecmp(l + 1, "content-length:", 15)) return strtoul(l + 16, NULL, 10);
    return 0;
}

static void take_requests(Connection *c) {
    while (!c->gone && !c->streaming) {
        char *bytes = c->in.bytes + c->in.at;
        size_t length = c->in.length - c->in.at;
        char *end_of_head = length ? memmem(bytes, length, "\r\n\r\n", 4) : NULL;
        if (!end_of_head) break;
        size_t head = end_of_head - bytes + 4, body = content_length(bytes, head);
        if (length < head + body) break;
        handle(c, bytes, head, bytes + head, body);
        c->in.at += head + body;
        flush(c);
    }
    if (c->in.at == c->in.length) c->in.at = c->in.length = 0;
}

static void receive(Connection *c) {
    for (;;) {
        reserve(&c->in, READ_BYTES);
        ssize_t got = recv(c->socket, c->in.bytes + c->in.length, READ_BYTES, 0);
        if (got == 0 || (got < 0 && errno != EAGAIN)) { leave(c); return; }
        if (got < 0) break;
        c->in.length += got;
        if (got < READ_BYTES) break;
    }
    take_requests(c);
}

static void accept_all(int listening) {
    int socket, yes = 1;
    while ((socket = accept4(listening, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        Connection *c = calloc(1, sizeof *c);
        if (!c) abort();
        c->socket = socket;
        struct epoll_event e = { .events = EPOLLIN | EPOLLRDHUP, .data.ptr = c };
        epoll_ctl(poller, EPOLL_CTL_ADD, socket, &e);
    }
}

static void free_the_dead(void) {
    while (dead) {
        Connection *c = dead;
        dead = c->later;
        free(c->in.bytes);
        free(c->out.bytes);
        free(c);
    }
}

int main(int count, char **given) {
    if (count != 2) { fprintf(stderr, "usage: %s PORT\n", given[0]); return 2; }
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons(atoi(given[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(listening, (struct sockaddr *)&place, sizeof place) || listen(listening, BACKLOG)) { perror("upstream"); return 1; }
    poller = epoll_create1(0);
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = NULL }, events[512];
    epoll_ctl(poller, EPOLL_CTL_ADD, listening, &e);
    for (;;) {
        uint64_t now = now_ns(), wait = first && first->due > now ? first->due - now : 0;
        struct timespec pause = { .tv_sec = wait / 1000000000ull, .tv_nsec = wait % 1000000000ull };
        int found = epoll_pwait2(poller, events, 512, first ? &pause : NULL, NULL);
        for (int i = 0; i < found; i++) {
            Connection *c = events[i].data.ptr;
            if (!c) { accept_all(listening); continue; }
            if (c->gone) continue;
            if (events[i].events & EPOLLOUT) flush(c);
            if (!c->gone && events[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) receive(c);
        }
        now = now_ns();
        for (int turn = 0; first && first->due <= now && turn < 4096; turn++) {
            Connection *c = first;
            first = c->later;
            if (!first) last = NULL;
            go_on(c);
            if (!c->streaming && !c->gone) take_requests(c);
        }
        free_the_dead();
    }
}
