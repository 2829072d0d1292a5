package io.headroom.s3.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The configuration file of a cluster that lives in one folder and in memory.
 *
 * @param directory gets everything; its path is short, because sockets lie in it
 * @param operationTimeout after it an operation that hangs, in a full cluster above all, fails; without one it hangs on
 */
record CephConfiguration(
        Path directory, UUID id, int monitorPort, int gatewayPort, Optional<Duration> operationTimeout) {
    String text() {
        // No cephx: then the connection to the monitor must be plain too, or the gateway waits for keys for ever.
        // tcp_nodelay: without it each answer with a body takes 40 ms more.
        // Not set on purpose: osd_max_object_name_len (keys of 1024 bytes would fail) and rgw_bucket_quota_ttl (0 makes
        // the
        // quota of a user lag; by default one gateway keeps exact figures).
        return """
                [global]
                fsid = %2$s
                mon_host = [v2:127.0.0.1:%3$d/0]
                mon_initial_members = a
                ms_bind_ipv4 = true
                ms_bind_ipv6 = false
                ms_bind_msgr1 = false
                public_addr = 127.0.0.1
                public_network = 127.0.0.0/8
                cluster_network = 127.0.0.0/8
                auth_cluster_required = none
                auth_service_required = none
                auth_client_required = none
                ms_mon_client_mode = crc

                run_dir = %1$s
                log_file = %1$s/$name.log
                pid_file = %1$s/$name.pid
                admin_socket = %1$s/$name.sock
                keyring = %1$s/keyring
                crash_dir = %1$s
                log_to_syslog = false
                log_to_stderr = false
                err_to_stderr = true
                mon_cluster_log_to_file = false
                mon_data = %1$s/mon
                osd_data = %1$s/osd
                rgw_data = %1$s/rgw

                osd_pool_default_size = 1
                osd_pool_default_min_size = 1
                osd_pool_default_pg_num = 1
                osd_pool_default_pg_autoscale_mode = off
                rgw_rados_pool_autoscale_bias = 1
                osd_crush_chooseleaf_type = 0
                mon_allow_pool_size_one = true
                mon_max_pg_per_osd = 1000
                mon_data_avail_crit = 0
                mon_data_avail_warn = 1

                osd_objectstore = memstore
                memstore_device_bytes = 2147483648
                osd_op_num_shards = 2
                osd_op_num_threads_per_shard = 1
                mon_memory_autotune = false
                rocksdb_cache_size = 33554432
                rgw_thread_pool_size = 64
                rgw_cache_lru_size = 1000

                paxos_propose_interval = 0.1
                paxos_min_wait = 0.02
                mon_tick_interval = 2
                osd_heartbeat_interval = 1
                osd_mon_report_interval = 1
                osd_fast_shutdown = true

                rgw_frontends = beast endpoint=127.0.0.1:%4$d tcp_nodelay=1
                rgw_dns_name = localhost
                rgw_gc_obj_min_wait = 5
                rgw_gc_processor_period = 5
                rgw_gc_processor_max_time = 5
                rgw_user_quota_bucket_sync_interval = 1
                rgw_user_quota_sync_interval = 1
                %5$s
                """.formatted(
                        directory,
                        id,
                        monitorPort,
                        gatewayPort,
                        operationTimeout
                                .map(time -> "rados_osd_op_timeout = " + time.toSeconds())
                                .orElse(""));
    }
}
