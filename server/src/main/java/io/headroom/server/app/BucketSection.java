package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the settings of an S3 store: those that were given. How large or small they may be, the storage says when it opens. */
final class BucketSection {
    private static final Set<Setting> SIZES = Set.of(Setting.S3_LIMIT, Setting.S3_PART_SIZE, Setting.S3_UPLOAD_MEMORY);
    private static final Set<Setting> NUMBERS = Set.of(
            Setting.S3_CONNECTIONS,
            Setting.S3_CONNECT_TIMEOUT,
            Setting.S3_SOCKET_TIMEOUT,
            Setting.S3_CALL_TIMEOUT,
            Setting.S3_LONGEST_NAME);
    private static final Set<Setting> FLAGS = Set.of(Setting.S3_PATH_STYLE, Setting.S3_BATCH_DELETE);

    private BucketSection() {}

    /**
     * Empty ones are as good as none.
     *
     * @param locations of which a bucket must be one, where such settings are given
     * @throws SettingsException with the place, the key and a sentence for people
     */
    static Map<Setting, String> read(SettingValues values, List<StorageLocation> locations) {
        Map<Setting, String> set = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = values.text(setting);
            if (setting.bucketKey().isEmpty()
                    || value.isEmpty()
                    || !values.given().has(setting)) {
                continue;
            }
            if (locations.stream().allMatch(StorageLocation.Folder.class::isInstance)) {
                throw values.wrong(
                        setting,
                        "The setting '" + setting.key() + "' is for S3 stores, but " + locations.get(0)
                                + " is a folder. To serve a bucket, say s3://BUCKET/PREFIX.");
            }
            requireKind(setting, values);
            set.put(setting, value);
        }
        return Map.copyOf(set);
    }

    /** Here the place is known, and the storage does not know it. */
    private static void requireKind(Setting setting, SettingValues values) {
        if (SIZES.contains(setting)) {
            values.size(setting);
        } else if (NUMBERS.contains(setting)) {
            values.number(setting, 0, Integer.MAX_VALUE);
        } else if (FLAGS.contains(setting)) {
            values.flag(setting);
        }
    }
}
