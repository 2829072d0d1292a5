package io.headroom.it;

import java.io.IOException;

/** The limits by which a bucket of Ceph can be full. */
enum FullBucket {
    BYTES_OF_BUCKET {
        @Override
        void limit(UserBucket bucket, long bytes, long objects) throws IOException {
            bucket.cluster().setBucketQuotaBytes(bucket.name(), bytes);
        }
    },
    BYTES_OF_USER {
        @Override
        void limit(UserBucket bucket, long bytes, long objects) throws IOException {
            bucket.cluster().setUserQuotaBytes(bucket.user(), bytes);
        }
    },
    OBJECTS_OF_BUCKET {
        @Override
        void limit(UserBucket bucket, long bytes, long objects) throws IOException {
            bucket.cluster().setBucketQuotaObjects(bucket.name(), objects);
        }
    };

    /** Sets the one limit, and leaves the others as they are. */
    abstract void limit(UserBucket bucket, long bytes, long objects) throws IOException;
}
