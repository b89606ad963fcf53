/* The protocol of shm/doorbell.h and shm/channel.h, every interleaving of it.
 *
 * One consumer sleeps on one doorbell. Two scenarios, each of a size that can be searched wholly:
 *   deaths (default)  Producer A may be killed at any step; then the supervisor tells the consumer,
 *                     makes a ring of a new epoch, tells the consumer of that too, and starts A's
 *                     next life on it. Producer B lives on. Both ring the one doorbell.
 *   -DFULL_RING       A alone sends more than its ring has room for: it starves, marks its ring,
 *                     and sleeps on a doorbell of its own until the consumer has made room.
 *
 * Each process has a store buffer, from which its stores become visible later, in order, as on x86;
 * a fence or an exchange waits until it is empty. Hence a missing fence is a found bug: with
 * -DNO_FENCE both scenarios must fail, which the test checks too.
 *
 * Checked: when nothing can move any more, every message of B and of A's last life has been read
 * (no wake-up was lost); nothing is ever read from a ring of a former epoch.
 */
#define CAPACITY 1
#ifdef FULL_RING
#define MESSAGES 3
#else
#define MESSAGES 1
#endif

/* Rings: A's first life, A's second life, B. The producers' doorbells have the same numbers. */
#define A1 0
#define A2 1
#define B 2
#define NOBODY 9

typedef Ring { byte tail; byte head; bool starved; byte epoch };
Ring ring[3];
bool asleep;             /* the consumer's word */
bool rung;               /* its eventfd is readable */
bool producer_asleep[3];
bool producer_rung[3];

byte head[3];            /* the consumer's private positions */
byte attached = A1;      /* which ring of A it reads, or NOBODY */
bool killed;             /* A's first life */
chan handover = [2] of { byte };  /* supervisor to consumer: attach this ring, or NOBODY: A died */

/* Store buffers: of the producers by their ring, and the consumer's. */
#define CONSUMER 3
mtype = { TAIL, HEAD, STARVED, ASLEEP, PRODUCER_ASLEEP };
chan buffer[4] = [6] of { mtype, byte, byte };

#define STORE(me, what, which, value) buffer[me]!what, which, value
#ifdef NO_FENCE
#define FENCE(me) skip
#else
#define FENCE(me) empty(buffer[me])
#endif

proctype Memory(byte owner) {
  mtype what; byte which; byte value;
end_idle:
  do
  :: atomic {
       buffer[owner]?what, which, value;
       if
       :: what == TAIL -> ring[which].tail = value
       :: what == HEAD -> ring[which].head = value
       :: what == STARVED -> ring[which].starved = value
       :: what == ASLEEP -> asleep = value
       :: what == PRODUCER_ASLEEP -> producer_asleep[which] = value
       fi;
       what = 0; which = 0; value = 0
     }
  od
}

/* DoorbellButton::Ring */
inline RingConsumer(me) {
  FENCE(me);
  if
  :: asleep ->
     atomic { empty(buffer[me]) -> was = asleep; asleep = 0 };
     if
     :: was -> rung = 1
     :: else
     fi;
     was = 0
  :: else
  fi
}

inline RingProducer(which) {
  FENCE(CONSUMER);
  if
  :: producer_asleep[which] ->
     atomic { empty(buffer[CONSUMER]) -> was = producer_asleep[which]; producer_asleep[which] = 0 };
     if
     :: was -> producer_rung[which] = 1
     :: else
     fi;
     was = 0
  :: else
  fi
}

#define ROOM(me) (sent - ring[me].head < CAPACITY)

proctype Producer(byte me) {
  byte sent; bool was;
  {
    do
    :: sent < MESSAGES && ROOM(me) ->
       sent++;
       STORE(me, TAIL, me, sent);
#ifdef FULL_RING
       STORE(me, STARVED, me, 0);
#endif
       RingConsumer(me)
#ifdef FULL_RING
    :: sent < MESSAGES && !ROOM(me) ->
       STORE(me, STARVED, me, 1);
       STORE(me, PRODUCER_ASLEEP, me, 1);      /* Doorbell::Announce */
       FENCE(me);
       if
       :: ROOM(me)                             /* the last look, Channel::HasMessages */
       :: else ->
end_sleep:
          producer_rung[me];                   /* poll */
          producer_rung[me] = 0
       fi;
       STORE(me, PRODUCER_ASLEEP, me, 0)
#endif
    :: sent == MESSAGES -> break
    od
  } unless { me == A1 && killed }
}

#define WORK(r) (ring[r].tail != head[r])
#define ANY_WORK (WORK(B) || (attached != NOBODY && WORK(attached)))

inline Consume(r) {
  assert(r == B || r == attached);
  assert(r == B || ring[r].epoch == epoch);
  head[r]++;
  assert(head[r] <= ring[r].tail);
#ifdef FULL_RING
  STORE(CONSUMER, HEAD, r, head[r]);
  FENCE(CONSUMER);                             /* Channel::Flush */
  if
  :: ring[r].starved -> RingProducer(r)
  :: else
  fi
#endif
}

inline TakeHandover() {
  handover?news;
  attached = news;
  if
  :: news != NOBODY -> epoch = 2
  :: else
  fi
}

proctype Consumer() {
  bool was; byte news; byte epoch = 1;
  do
  :: WORK(B) -> Consume(B)
  :: attached != NOBODY && WORK(attached) -> news = attached; Consume(news)
  :: nempty(handover) -> TakeHandover()
  :: !ANY_WORK && empty(handover) ->
     STORE(CONSUMER, ASLEEP, 0, 1);            /* Doorbell::Announce */
     FENCE(CONSUMER);
     if
     :: ANY_WORK                               /* the last look */
     :: else ->
end_sleep:
        rung || nempty(handover);              /* poll */
        rung = 0
     fi;
     STORE(CONSUMER, ASLEEP, 0, 0)             /* Doorbell::Cancel, Clear */
  od
}

proctype Supervisor() {
  if
  :: skip                                      /* nobody dies */
#ifndef FULL_RING
  :: killed = 1;
     handover!NOBODY;                          /* kPeerGone */
     ring[A2].epoch = 2;
     handover!A2;                              /* kChannel */
     run Memory(A2);
     run Producer(A2)
#endif
  fi
}

proctype Monitor() {
  timeout;
#ifndef FULL_RING
  assert(head[B] == MESSAGES);
#endif
  assert(attached != NOBODY);
  assert(head[attached] == MESSAGES)
}

init {
  ring[A1].epoch = 1;
  atomic {
    run Memory(A1); run Memory(CONSUMER); run Producer(A1);
#ifndef FULL_RING
    run Memory(B); run Producer(B);
#endif
    run Consumer(); run Supervisor(); run Monitor()
  }
}
