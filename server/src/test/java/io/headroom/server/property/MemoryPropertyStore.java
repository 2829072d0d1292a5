package io.headroom.server.property;

import io.headroom.server.xml.PropertyName;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Dead properties in a map: what a test of methods needs of a store. Thread-safe. */
// One monitor for all is short, and nothing in here waits.
public final class MemoryPropertyStore implements PropertyStore {
    private final Map<ResourcePath, Map<PropertyName, DeadProperty>> rows = new HashMap<>();

    @Override
    public synchronized List<DeadProperty> find(ResourcePath path) {
        return List.copyOf(rows.getOrDefault(path, Map.of()).values());
    }

    @Override
    public synchronized Map<String, List<DeadProperty>> findMembers(ResourcePath collection) {
        Map<String, List<DeadProperty>> found = new HashMap<>();
        rows.forEach((path, properties) -> {
            if (!path.isRoot() && path.parent().equals(collection)) {
                found.put(path.name(), List.copyOf(properties.values()));
            }
        });
        return found;
    }

    @Override
    public synchronized void apply(ResourcePath path, List<PropertyChange> changes) {
        Map<PropertyName, DeadProperty> properties = new LinkedHashMap<>(rows.getOrDefault(path, Map.of()));
        for (PropertyChange change : changes) {
            if (change instanceof PropertyChange.Set set) {
                properties.put(set.name(), set.property());
            } else {
                properties.remove(change.name());
            }
        }
        put(path, properties);
    }

    private void put(ResourcePath path, Map<PropertyName, DeadProperty> properties) {
        if (properties.isEmpty()) {
            rows.remove(path);
        } else {
            rows.put(path, properties);
        }
    }

    @Override
    public synchronized void copy(ResourcePath source, ResourcePath target, boolean tree) {
        if (source.equals(target)) {
            return;
        }
        if (tree) {
            Map<ResourcePath, Map<PropertyName, DeadProperty>> copied = below(source);
            rows.keySet().removeIf(isBelow(target));
            copied.forEach((path, properties) -> put(path.rebase(source, target), properties));
        } else {
            put(target, rows.getOrDefault(source, Map.of()));
        }
    }

    @Override
    public synchronized void move(ResourcePath source, ResourcePath target) {
        if (source.equals(target)) {
            return;
        }
        Map<ResourcePath, Map<PropertyName, DeadProperty>> moved = below(source);
        rows.keySet().removeIf(isBelow(source).or(isBelow(target)));
        moved.forEach((path, properties) -> put(path.rebase(source, target), properties));
    }

    private Map<ResourcePath, Map<PropertyName, DeadProperty>> below(ResourcePath root) {
        Map<ResourcePath, Map<PropertyName, DeadProperty>> found = new HashMap<>();
        for (ResourcePath path : new ArrayList<>(rows.keySet())) {
            if (path.startsWith(root)) {
                found.put(path, rows.get(path));
            }
        }
        return found;
    }

    private static Predicate<ResourcePath> isBelow(ResourcePath root) {
        return path -> path.startsWith(root);
    }

    @Override
    public synchronized void delete(ResourcePath path) {
        rows.keySet().removeIf(isBelow(path));
    }

    @Override
    public synchronized List<ResourcePath> holders(ResourcePath tree) {
        return rows.keySet().stream().filter(isBelow(tree)).toList();
    }

    @Override
    public synchronized void deleteEach(Collection<ResourcePath> paths) {
        paths.forEach(rows::remove);
    }

    @Override
    public synchronized boolean anyBelow(ResourcePath path) {
        return rows.keySet().stream().anyMatch(isBelow(path));
    }
}
