[description]
Keeps HTTP sessions in the cluster that the servers form among themselves,
so that any of them serves any user.

[tags]
session
3rdparty

[provides]
session-cache
session-store

[depends]
server
security
sessions

[lib]
lib/roam/*.jar

[xml]
etc/roam.xml

[ini]
# Web applications do not see these jars, and may carry others of the same libraries. They see what their registry of sessions is made of.
jetty.webapp.addHiddenClasses+=,${jetty.base.uri}/lib/roam/,-dev.roam.SessionRegistry,-dev.roam.SessionSummary,-dev.roam.UserSession,-dev.roam.LimitException,-dev.roam.StoreException,-dev.roam.LockTimeoutException
# No name: otherwise the session's cookie would be sent anew by each server that it comes to.
jetty.sessionIdManager.workerName?=

[ini-template]
## An option that does not exist, or has a wrong value, stops the start.
## All options with what they may be: docs/jetty.md of Roam.

## The name under which servers share sessions; without one, <host>/<path>.
## With several web applications, set it for each as a context attribute.
# roam.application=

## The members to join, host[:port],..., the same on each server.
## The default binds to loopback alone.
# roam.members=127.0.0.1

## The local address of the member; without one, it is chosen to match members.
# roam.bind=

## The member's first port, counting up.
# roam.port=5701

## Members and clients of another name are refused.
# roam.clusterName=roam

## A Hazelcast configuration of your own (.yaml, .yml or .xml); relative to ${jetty.base}.
# roam.hazelcastConfig=

## embedded: the servers are the members. client: the members run on their own.
# roam.clusterMode=embedded

## Synchronous copies of every session; so many members may die at once.
# roam.backupCount=1

## Below so many members requests that use a session are answered with 503.
## From three on, set a majority.
# roam.minMembers=1

## false: what is changed inside an attribute is not found.
# roam.detectMutations=true

## How attributes are encoded: kryo or java.
# roam.serializer=kryo

## Which classes attributes may have: a pattern as in java.io.ObjectInputFilter.
# roam.serialFilter=

## After which the store counts as unreachable for a request: 503.
# roam.storeTimeout=3s

## How stale a stored last access may be; at most a tenth of the session timeout.
# roam.touchInterval=60s

## How often due sessions are ended.
# roam.reapInterval=10s

## The timeout of a session that only the request which made it has used; default: none.
# roam.newSessionTimeout=

## Which requests of one session may run at the same time: none (all may) or session (one at a time, in the whole cluster).
# roam.locking=none

## How long a request waits for its turn with locking=session.
# roam.lockTimeout=30s

## How many bytes the encoded attributes of a session may have in all; default: none.
# roam.maxSessionBytes=

## How many bytes an encoded attribute may have; default: none.
# roam.maxAttributeBytes=

## How many sessions an application may have in the cluster; default: none.
# roam.maxClusterSessions=

## How many sessions a user may be logged in to, in the whole cluster; default: none.
# roam.maxSessionsPerUser=

## What a login does that would be one session too many: end-oldest or refuse.
# roam.userLimitPolicy=end-oldest
