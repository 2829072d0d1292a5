package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One storage beside the main one.
 *
 * @param place where it is seen; not the root
 * @param location what is mounted
 * @param bucket what was set of the settings for S3, for all and for this one
 */
public record MountSettings(ResourcePath place, StorageLocation location, Map<Setting, String> bucket) {
    /**
     * @param main what is at the root, which no other one may overlap
     * @throws SettingsException with the place, the key and a sentence for people
     */
    static List<MountSettings> read(SettingValues values, StorageLocation main) {
        MountOverlap overlap = new MountOverlap();
        overlap.add(ResourcePath.ROOT, main, values.text(Setting.ENDPOINT));
        List<MountSettings> mounts = new ArrayList<>();
        for (MountEntries.Parsed parsed : MountEntries.parse(values.given().entries(Setting.MOUNTS))) {
            StorageLocation location = parsed.location();
            SettingValues own = new SettingValues(
                    location instanceof StorageLocation.Bucket ? values.given().under(parsed.own()) : parsed.own());
            MountEntries.checked(
                    parsed.entry(), () -> overlap.add(parsed.place(), location, own.text(Setting.ENDPOINT)));
            mounts.add(new MountSettings(parsed.place(), location, BucketSection.read(own, List.of(location))));
        }
        return List.copyOf(mounts);
    }
}
