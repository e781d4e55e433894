/* Asks one endpoint over and over, checks every answer, and measures.
 *
 *   loadgen PORT PATH BODY KEY CONNECTIONS REQUESTS SECONDS MARKS RAMP_MS
 *
 * Every connection of 127.0.0.1 asks, reads the whole answer and asks again: until all have asked
 * REQUESTS times together or SECONDS are over (0: does not count). An answer is good with status
 * 200 and MARKS marks ("@t" and 16 hex digits, the time of their writing); one of more than one
 * mark is a stream, and must have its end. Connections open within RAMP_MS. Prints JSON.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define HEAD_MAX 16384
#define READ_BYTES (1 << 18)
#define MARK 18
#define TAIL 16 /* holds any end of a stream but for its last byte */
#define PATIENCE_NS 60000000000ull

enum phase { IDLE, SENDING, HEAD, SIZE, DATA, AFTER_DATA, BODY };

typedef struct {
    int socket, status, ended, closes;
    enum phase phase;
    long marks;
    uint64_t asked, begun;
    size_t sent, left, head_length, kept;
    char head[HEAD_MAX], tail[MARK + TAIL];
} Connection;

typedef struct { uint32_t *tenths_us; size_t length, room; } Times;

static Connection *connections;
static int count, poller;
static char *request;
static size_t request_length;
static struct sockaddr_in place;
static long wanted, marks_wanted;
static uint64_t asked, answered, good, failed, broken, marks, ends_at, last_answer;
static Times latencies, firsts, transits;

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void note(Times *times, uint64_t ns) {
    if (times->length == times->room) {
        times->room = times->room ? times->room * 2 : 65536;
        times->tenths_us = realloc(times->tenths_us, times->room * sizeof *times->tenths_us);
        if (!times->tenths_us) abort();
    }
    times->tenths_us[times->length++] = ns / 100 > UINT32_MAX ? UINT32_MAX : ns / 100;
}

static int by_size(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void tell(const char *name, Times *times) {
    double at[2] = { 0, 0 }, share[2] = { .5, .99 };
    if (times->length) {
        qsort(times->tenths_us, times->length, sizeof *times->tenths_us, by_size);
        for (int i = 0; i < 2; i++) at[i] = times->tenths_us[(size_t)((times->length - 1) * share[i])] / 10000.0;
    }
    printf(",\"%s_p50_ms\":%.4f,\"%s_p99_ms\":%.4f", name, at[0], name, at[1]);
}

static int more(uint64_t now) {
    return wanted ? asked < (uint64_t)wanted : now < ends_at;
}

static void watch(Connection *c, uint32_t events) {
    struct epoll_event e = { .events = events, .data.ptr = c };
    epoll_ctl(poller, EPOLL_CTL_MOD, c->socket, &e);
}

static void hang_up(Connection *c) {
    close(c->socket);
    c->socket = -1;
}

static void send_on(Connection *c) {
    while (c->sent < request_length) {
        ssize_t sent = send(c->socket, request + c->sent, request_length - c->sent, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN)) { watch(c, EPOLLIN | EPOLLOUT); return; }
        if (sent < 0) { broken++; answered++; hang_up(c); return; }
        c->sent += sent;
    }
    c->phase = HEAD;
    watch(c, EPOLLIN);
}

static void ask(Connection *c) {
    uint64_t now = now_ns();
    c->phase = IDLE;
    if (!more(now)) return;
    asked++;
    c->phase = SENDING;
    c->asked = now;
    c->begun = 0;
    c->marks = c->ended = 0;
    c->sent = c->head_length = c->kept = 0;
    send_on(c);
}

static void dial(Connection *c) {
    int yes = 1;
    c->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->socket < 0) { perror("socket"); exit(1); }
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event e = { .events = EPOLLIN | EPOLLOUT, .data.ptr = c };
    epoll_ctl(poller, EPOLL_CTL_ADD, c->socket, &e);
    if (connect(c->socket, (struct sockaddr *)&place, sizeof place) && errno != EINPROGRESS) { perror("connect"); exit(1); }
    ask(c);
}

static void mark(Connection *c, const char *digits, uint64_t now) {
    uint64_t written = 0;
    for (int i = 0; i < 16; i++) {
        char digit = digits[i];
        int value = digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
        if (value < 0) return;
        written = written << 4 | value;
    }
    marks++;
    if (!c->marks++) { c->begun = now; note(&firsts, now - c->asked); }
    note(&transits, now > written ? now - written : 0);
}

/* Bytes of an answer; the last ones are kept, since marks and ends may be cut anywhere. */
static void payload(Connection *c, const char *bytes, size_t length, uint64_t now) {
    static char text[READ_BYTES + MARK + TAIL];
    memcpy(text, c->tail, c->kept);
    memcpy(text + c->kept, bytes, length);
    size_t all = c->kept + length, scanned = 0;
    for (char *at = text; (at = memchr(at, '@', text + all - at)); at++) {
        if (text + all - at < MARK) break;
        if (at[1] != 't') continue;
        mark(c, at + 2, now);
        scanned = at + MARK - text;
    }
    if (memmem(text, all, "[DONE]", 6) || memmem(text, all, "message_stop", 12)) c->ended = 1;
    size_t keep = all - scanned < MARK - 1 ? all - scanned : MARK - 1;
    memcpy(c->tail, text + all - keep, keep);
    c->kept = keep;
}

static void finish(Connection *c, uint64_t now) {
    answered++;
    last_answer = now;
    if (c->status == 200 && c->marks >= marks_wanted && (marks_wanted < 2 || c->ended)) {
        good++;
        note(&latencies, now - c->asked);
    } else {
        if (!failed++) fprintf(stderr, "status %d, %ld marks, end %d\n", c->status, c->marks, c->ended);
    }
    if (c->closes) { hang_up(c); if (more(now)) dial(c); return; }
    ask(c);
}

static void head_read(Connection *c) {
    c->status = atoi(c->head + 9);
    c->phase = BODY;
    c->left = 0;
    c->closes = 0;
    for (char *l = strchr(c->head, '\n'); l; l = strchr(l + 1, '\n')) {
        if (!strncasecmp(l + 1, "content-length:", 15)) c->left = strtoul(l + 16, NULL, 10);
        if (!strncasecmp(l + 1, "transfer-encoding: chunked", 26)) { c->phase = SIZE; c->head_length = 0; }
        if (!strncasecmp(l + 1, "connection: close", 17)) c->closes = 1;
    }
}

/* How much of the head is in `bytes`; all when it goes on. */
static size_t take_head(Connection *c, const char *bytes, size_t length) {
    size_t room = HEAD_MAX - 1 - c->head_length, taken = length < room ? length : room, before = c->head_length;
    memcpy(c->head + before, bytes, taken);
    c->head[before + taken] = 0;
    char *end = strstr(c->head, "\r\n\r\n");
    if (!end) { c->head_length += taken; return length; }
    end[2] = 0;
    head_read(c);
    return end + 4 - c->head - before;
}

/* The line with the size of a chunk; 1 after that of the last one. */
static int take_size(Connection *c, char byte) {
    if (byte != '\n') { if (c->head_length < 32) c->head[c->head_length++] = byte; return 0; }
    c->head[c->head_length] = 0;
    c->head_length = 0;
    if (c->head[0] == '\r') return 0; /* what ends the chunk before */
    c->left = strtoul(c->head, NULL, 16);
    c->phase = DATA;
    return c->left == 0;
}

static void take(Connection *c, const char *bytes, size_t length, uint64_t now) {
    static const size_t after_last = 2;
    while (length) {
        size_t taken = 1;
        if (c->phase == HEAD || c->phase == SENDING) {
            taken = take_head(c, bytes, length);
            if (c->phase == BODY && !c->left) { finish(c, now); return; }
        } else if (c->phase == SIZE) {
            if (take_size(c, *bytes)) { c->phase = AFTER_DATA; c->left = after_last; }
        } else if (c->phase == AFTER_DATA) {
            if (!--c->left) { finish(c, now); return; }
        } else {
            taken = length < c->left ? length : c->left;
            payload(c, bytes, taken, now);
            c->left -= taken;
            if (!c->left && c->phase == BODY) { finish(c, now); return; }
            if (!c->left) c->phase = SIZE;
        }
        bytes += taken;
        length -= taken;
    }
}

static void receive(Connection *c) {
    static char bytes[READ_BYTES];
    ssize_t got = recv(c->socket, bytes, sizeof bytes, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got > 0) { take(c, bytes, got, now_ns()); return; }
    int was_asking = c->phase != IDLE;
    hang_up(c);
    if (was_asking) { broken++; answered++; }
    if (broken < 1000 && more(now_ns())) dial(c);
}

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(2); }
    fseek(file, 0, SEEK_END);
    *length = ftell(file);
    rewind(file);
    char *bytes = malloc(*length + 1);
    if (fread(bytes, 1, *length, file) != *length) exit(2);
    fclose(file);
    return bytes;
}

static void prepare(char **given) {
    size_t length;
    char *body = read_file(given[3], &length);
    request = malloc(length + 2048);
    int head = snprintf(request, 2048, "POST %s HTTP/1.1\r\nhost: 127.0.0.1:%s\r\nuser-agent: bench\r\naccept: */*\r\ncontent-type: application/json\r\nauthorization: Bearer %s\r\ncontent-length: %zu\r\n\r\n", given[2], given[1], given[4], length);
    memcpy(request + head, body, length);
    request_length = head + length;
    place.sin_family = AF_INET;
    place.sin_port = htons(atoi(given[1]));
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

int main(int arguments, char **given) {
    if (arguments != 10) { fprintf(stderr, "see the head of loadgen.c\n"); return 2; }
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    prepare(given);
    count = atoi(given[5]);
    wanted = atol(given[6]);
    marks_wanted = atol(given[8]);
    uint64_t began = now_ns(), ramp = atoll(given[9]) * 1000000ull;
    ends_at = began + (uint64_t)(atof(given[7]) * 1e9);
    connections = calloc(count, sizeof *connections);
    poller = epoll_create1(0);
    int opened = 0;
    struct epoll_event events[1024];
    for (;;) {
        uint64_t now = now_ns();
        while (opened < count && now - began >= ramp * opened / count) dial(&connections[opened++]);
        int over = opened == count && answered >= asked && !more(now);
        if (over || broken >= 1000 || now > (wanted ? began : ends_at) + PATIENCE_NS) break;
        struct timespec pause = { .tv_nsec = opened < count ? 200000 : 20000000 };
        int found = epoll_pwait2(poller, events, 1024, &pause, NULL);
        for (int i = 0; i < found; i++) {
            Connection *c = events[i].data.ptr;
            if (c->socket >= 0 && c->phase == SENDING && events[i].events & EPOLLOUT) send_on(c);
            if (c->socket >= 0 && events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) receive(c);
        }
    }
    double seconds = ((last_answer ? last_answer : now_ns()) - began) / 1e9;
    printf("{\"seconds\":%.4f,\"asked\":%llu,\"good\":%llu,\"failed\":%llu,\"broken\":%llu,\"unfinished\":%llu,\"marks\":%llu", seconds, (unsigned long long)asked, (unsigned long long)good, (unsigned long long)failed, (unsigned long long)broken, (unsigned long long)(asked - answered), (unsigned long long)marks);
    tell("latency", &latencies);
    tell("first", &firsts);
    tell("transit", &transits);
    printf("}\n");
    return 0;
}
