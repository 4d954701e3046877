export const CONDUCT_HELP = `odyssey-broadcast conduct --host rooms.example --room lobby [--room hall]

Holds the broadcast of these rooms from here, without a browser, so that no visitor's page has to.
It stands by in each room, conducts when the room asks it to, and comes back whatever happens.
It needs two more packages: npm install werift@0.25 ws@8

  --room <name>           a room; may be given more than once
  --host <host>           the room server, localhost:1999 unless told otherwise
  --party <name>          its party, main unless told otherwise
  --health-port <port>    answers GET /health there: 200, or 503 when no room can be reached and
                          while it hands over
  --health-host <host>    on this address, 127.0.0.1 unless told otherwise
  --drain-seconds <time>  how long it hands over at SIGTERM before it just ends, 30 unless told
                          otherwise; a second signal, or nobody to take over, ends it at once
  --token <token>         a token with the scope conduct; better in the environment, since everybody
                          on this machine can read these words

From the environment, the first that is there:

  ODYSSEY_BROADCAST_TOKEN  the token
  ROOM_SECRET              signs a short token for each room and renews it: it never runs out

It writes a line of JSON for each step.`;
