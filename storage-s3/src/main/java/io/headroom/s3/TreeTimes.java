package io.headroom.s3;

import java.time.Duration;

/**
 * When a tree counts as abandoned.
 *
 * @param renewal how often its journal is written anew by whoever works on the tree
 * @param lease how old a journal is that nobody works on any more, by the store's clock. Who can't renew it stops at half of it
 * @param check how often journals are looked at
 */
record TreeTimes(Duration renewal, Duration lease, Duration check) {
    static final TreeTimes USUAL =
            new TreeTimes(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(20));
}
