package io.headroom.s3;

import java.time.Duration;

/**
 * When a tree counts as abandoned.
 *
 * @param renewal how often its journal is written anew by whoever works on the tree
 * @param patience how long who can't renew it goes on; shorter than the lease
 * @param lease how old a journal is that nobody works on any more, by the store's clock
 * @param check how often journals are looked at
 */
record TreeTimes(Duration renewal, Duration patience, Duration lease, Duration check) {
    static final TreeTimes USUAL = new TreeTimes(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(20));
}
