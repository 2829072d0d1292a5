package io.headroom.server.metadata;

/** What a volume says to a new file. */
enum VolumeState {
    TAKES_FILES,
    /** No bytes, no inodes, or nothing more for this user. */
    FULL,
    READ_ONLY
}
