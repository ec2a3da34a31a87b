-- Asks for the pages of a list in turn, each as its reader, and looks at every answer. One connection a thread: so the
-- answer belongs to the last request. A line of the list: cookies, the reader's name, the path, words that the page must hold.
local threads = {}
local mark = "Canary"

function setup(thread)
   thread:set("number", #threads)
   table.insert(threads, thread)
end

local function parts(line)
   local found = {}
   for part in (line .. "\t"):gmatch("(.-)\t") do table.insert(found, part) end
   return found
end

function init(args)
   local count, at = tonumber(args[2]), 0
   wanted, turn = {}, 0
   good, wrong_status, no_name, other_name, no_words, first_bad = 0, 0, 0, 0, 0, ""
   for line in io.lines(args[1]) do
      if at % count == number then
         local cookies, name, path, words = unpack(parts(line))
         local headers = { Host = wrk.headers["Host"] }
         if cookies ~= "" then headers["Cookie"] = cookies end
         table.insert(wanted, { name = name, words = words, path = path, text = wrk.format("GET", path, headers) })
      end
      at = at + 1
   end
end

function request()
   turn = turn % #wanted + 1
   return wanted[turn].text
end

-- Names of other people on the page: every name begins alike and has nine letters.
local function others(body, name)
   local from = 1
   while true do
      local first = body:find(mark, from, true)
      if not first then return false end
      if name == "" or body:sub(first, first + #name - 1) ~= name then return true end
      from = first + #name
   end
end

function response(status, headers, body)
   local asked = wanted[turn]
   local bad = true
   if status ~= 200 then wrong_status = wrong_status + 1
   elseif not body:find(asked.name, 1, true) then no_name = no_name + 1
   elseif others(body, asked.name) then other_name = other_name + 1
   elseif not body:find(asked.words, 1, true) then no_words = no_words + 1
   else
      good = good + 1
      bad = false
   end
   if bad and first_bad == "" then first_bad = status .. " " .. asked.path end
end

function done(summary, latency, requests)
   local sums = { good = 0, wrong_status = 0, no_name = 0, other_name = 0, no_words = 0 }
   local example = ""
   for _, thread in ipairs(threads) do
      for name in pairs(sums) do sums[name] = sums[name] + thread:get(name) end
      if example == "" then example = thread:get("first_bad") end
   end
   local errors = summary.errors
   sums.broken = errors.connect + errors.read + errors.write + errors.timeout
   local facts = {}
   for name, sum in pairs(sums) do table.insert(facts, string.format('"%s": %d', name, sum)) end
   table.insert(facts, string.format('"microseconds": %d, "p95": %d', summary.duration, latency:percentile(95)))
   table.insert(facts, string.format('"example": "%s"', example))
   print("\nRESULT {" .. table.concat(facts, ", ") .. "}")
end
