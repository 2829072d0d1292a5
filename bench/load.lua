-- What wrk sends; the words after "--" on its command line choose:
--   get FOLDER COUNT        GET of FOLDER/0 .. FOLDER/COUNT-1 in turn
--   new FOLDER              PUT of 4 KiB to names never used before
--   over FOLDER COUNT       PUT of 4 KiB over FOLDER/0 .. FOLDER/COUNT-1 in turn
--   propfind FOLDER FILE    PROPFIND, Depth 1, with the content of FILE as body
-- With one thread (-t1) the numbers below are one sequence for all connections.

local make, count, body, prepared
local number = -1

function init(args)
    local kind, folder = args[1], args[2]
    local headers = { ["Host"] = wrk.headers["Host"] }
    count = tonumber(args[3])
    if kind == "get" then
        make = function(i) return wrk.format("GET", folder .. "/" .. i, headers) end
    elseif kind == "new" or kind == "over" then
        body = string.rep("0123456789abcdef", 256)
        make = function(i) return wrk.format("PUT", folder .. "/" .. i, headers, body) end
    elseif kind == "propfind" then
        local file = assert(io.open(args[3], "rb"))
        body = file:read("*a")
        file:close()
        headers["Depth"] = "1"
        headers["Content-Type"] = "application/xml"
        count = 1
        make = function() return wrk.format("PROPFIND", folder .. "/", headers, body) end
    end
    if count then
        prepared = {}
        for i = 0, count - 1 do prepared[i] = make(i) end
    end
end

function request()
    number = number + 1
    if prepared then return prepared[number % count] end
    return make(number)
end

-- One line that the caller reads. "status" counts answers of 400 and above.
function done(summary, latency)
    local e = summary.errors
    io.write(string.format('{"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.3f, "p99": %.3f, "errors": %d}\n',
        summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        e.connect + e.read + e.write + e.status + e.timeout))
end
