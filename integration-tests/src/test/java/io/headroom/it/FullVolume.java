package io.headroom.it;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The ways in which a real volume can have no room, each behind the server's back. */
enum FullVolume {
    /** Room is known to the page. */
    TMPFS {
        @Override
        SmallVolume mount() throws IOException {
            return SmallVolume.tmpfs("size=64m");
        }
    },
    /** Delayed allocation, a journal, blocks for directories and for the maps of files. */
    EXT4 {
        @Override
        SmallVolume mount() throws IOException {
            return SmallVolume.ext4(64);
        }
    },
    /** Bytes are left, but no inodes; nothing that Java can ask tells that. */
    EXT4_WITHOUT_INODES {
        @Override
        SmallVolume mount() throws IOException {
            return SmallVolume.ext4WithInodes(64, 256);
        }

        @Override
        void fill(SmallVolume volume) throws IOException {
            volume.takeNames(0);
        }

        @Override
        void leaveRoomForSome(SmallVolume volume) throws IOException {
            volume.takeNames(8);
        }
    },
    /** The volume has room, this part of it may not use it: EDQUOT, though all figures say that there is plenty. */
    BTRFS_QUOTA {
        @Override
        SmallVolume mount() throws IOException {
            return SmallVolume.btrfsWithQuota(160, 24);
        }

        @Override
        String condition() {
            return "quota-not-exceeded";
        }

        @Override
        void leaveRoomForSome(SmallVolume volume) throws IOException {
            volume.take(14 << 20);
        }
    },
    /** The files' volume is full; the server's own files have room elsewhere. */
    TMPFS_WITH_STATE_ELSEWHERE {
        @Override
        SmallVolume mount() throws IOException {
            return SmallVolume.tmpfs("size=64m");
        }

        @Override
        Map<Setting, String> settings(Path elsewhere) {
            return Map.of(Setting.STATE, elsewhere.resolve("state").toString());
        }
    };

    /** What sixteen uploads bring along, in bytes each. */
    static final int UPLOAD = 1 << 20;

    abstract SmallVolume mount() throws IOException;

    /** Takes all that is left, as another program would. */
    void fill(SmallVolume volume) throws IOException {
        volume.fill();
    }

    /** Leaves room for some of sixteen uploads. */
    void leaveRoomForSome(SmallVolume volume) throws IOException {
        volume.take(volume.directory().toFile().getUsableSpace() - 9L * UPLOAD);
    }

    /** What the 507 names. */
    String condition() {
        return "sufficient-disk-space";
    }

    /** @param elsewhere a folder on a volume with room */
    Map<Setting, String> settings(Path elsewhere) {
        return Map.of();
    }
}
