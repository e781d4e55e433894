// What the pretend model says: every Markdown shape that the page must show.
export const long = `Here is a **worked example** of a hash table, with code, a table and a list.

## How it works

A hash table keeps *pairs* in buckets. The \`hash\` of a key chooses the bucket, so finding one takes constant time on average. See [the reference](https://docs.python.org/3/) for more.

1. Compute the hash of the key.
2. Reduce it to an index.
3. Look into that bucket only.
   - Collisions share a bucket.
   - A good hash keeps buckets short.

\`\`\`python
class Table:
    """A very small hash table."""

    def __init__(self, size: int = 8) -> None:
        self.buckets: list[list[tuple[str, int]]] = [[] for _ in range(size)]

    def put(self, key: str, value: int) -> None:
        bucket = self.buckets[hash(key) % len(self.buckets)]
        bucket.append((key, value))  # newest wins
\`\`\`

| Operation | Average | Worst |
| :-- | --: | --: |
| find | O(1) | O(n) |
| insert | O(1) | O(n) |
| delete | O(1) | O(n) |

> A table that is too full grows, and every key moves once.

- [x] Explained
- [ ] Measured

That is all there is to it.`;
export const short = "A short answer, with **one** bold word.";
