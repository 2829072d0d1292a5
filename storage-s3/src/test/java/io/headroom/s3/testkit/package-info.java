/**
 * Real S3 servers for tests, each started for them and thrown away: Ceph's gateway with its quotas and its full cluster, and
 * S3Proxy on a folder. For the tests of any module; nothing here is part of the product.
 */
@NullMarked
package io.headroom.s3.testkit;

import org.jspecify.annotations.NullMarked;
