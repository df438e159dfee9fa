"use strict";
// The steady state of one interval, by the formulas of core/waiting.py: while all n operators are busy, the wait
// offered to a caller has a density proportional to n exp(a (1 - e^(-theta v)) / theta - n v), time in handling
// times. Every measure is an integral of it, and Simpson's rule over the part that matters is exact to more digits
// than the page shows.
const NEGLIGIBLE = 40, PANELS = 400;

function steadyState({ callsPerHour, ahtS, patienceS, operators, withinS, shortS, of }) {
  const n = operators, a = callsPerHour * ahtS / 3600, theta = patienceS ? ahtS / patienceS : 0;
  if (a === 0) return { status: "no-calls" };
  if (theta === 0 && a * (1 + 1e-12) >= n) return { status: "overloaded" };
  const bend = v => theta ? -Math.expm1(-theta * v) / theta : v;
  const phi = v => (n + theta) * v - a * bend(v);
  const peak = theta && a > n + theta ? Math.log(a / (n + theta)) / theta : 0;
  const lowest = phi(peak), f = v => Math.exp(lowest - phi(v));
  const start = outside(v => phi(v) - lowest, peak, -1), end = outside(v => phi(v) - lowest, peak, 1);
  const within = splitAt(withinS / ahtS), integral = within.integral;
  const late = n * within.after, served = n * integral(() => 1);
  const waited = integral(v => 1 + a * bend(v)), lost = theta * waited;
  const busy = served + lost, free = Math.exp(logFree(n, a) + lowest);
  const wait = free === Infinity ? 0 : busy / (busy + free), answered = 1 - wait * lost / busy;

  function splitAt(threshold) {
    const split = Math.min(Math.max(threshold, start), end);
    const integral = weight =>
      simpson(v => weight(v) * f(v), start, split) + simpson(v => weight(v) * f(v), split, end);
    const after = simpson(f, split, end);
    const lateVirtual = Math.exp(lowest + a * bend(threshold) - n * threshold) + a * after;
    return { integral, after, lateVirtual, overdue: Math.exp(-theta * threshold) * lateVirtual };
  }

  function missedOfCounted() {
    const short = splitAt(shortS / ahtS);
    const inTime = 1 - wait * (lost + late) / busy;
    const counted = 1 - wait * (lost + n * short.after - short.overdue) / busy;
    return counted > 1e-15 ? Math.max(1 - inTime / counted, 0) : 0;
  }

  const missed = {
    offered: () => wait * (lost + late) / busy,
    answered: () => answered > 1e-15 ? wait * late / busy / answered : 1,
    virtual: () => wait * within.lateVirtual / busy,
    short: missedOfCounted,
    positive: () => wait * within.overdue / busy,
    callers: () => missed.offered(), // of whom nobody calls again
  };
  return {
    status: n > 0 ? "ok" : "unstaffed",
    service_level: of ? 1 - missed[of]() : null,
    asa_s: answered > 1e-15 ? wait * n * integral(v => v) / busy / answered * ahtS : null,
    mean_wait_s: wait * (theta ? waited : n * integral(v => v)) / busy * ahtS,
    abandonment: wait * lost / busy,
    occupancy: n > 0 ? Math.min(a * answered / n, 1) : null,
  };
}

// The weight of the states with an operator free beside the one where exactly all are busy, as a logarithm. With far more
// operators than load these states are all there is; else they are few, and the sum ends where they no longer matter.
function logFree(n, a) {
  if (n > a + 12 * Math.sqrt(a) + 40) return a + logFactorial(n) - n * Math.log(a);
  let logWeight = 0, highest = -Infinity, sum = 0;
  for (let k = n; k > 0 && logWeight > highest - NEGLIGIBLE; k--) {
    logWeight += Math.log(k / a);
    sum = logWeight > highest ? sum * Math.exp(highest - logWeight) + 1 : sum + Math.exp(logWeight - highest);
    highest = Math.max(highest, logWeight);
  }
  return highest + Math.log(sum);
}

// Stirling's series, exact to 1e-15 from 40 on.
function logFactorial(n) {
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
}

// A time on one side of the peak beyond which nothing matters: double the step, then halve the bracket.
function outside(rise, peak, side) {
  let near = 0, far = 1e-6;
  while (rise(peak + side * far) < NEGLIGIBLE) {
    if (side < 0 && far >= peak) return 0;
    near = far;
    far *= 2;
  }
  for (let k = 0; k < 30; k++) {
    const middle = (near + far) / 2;
    if (rise(peak + side * middle) < NEGLIGIBLE) near = middle; else far = middle;
  }
  return Math.max(peak + side * far, 0);
}

function simpson(g, start, end) {
  const step = (end - start) / PANELS;
  let sum = g(start) + g(end);
  for (let k = 1; k < PANELS; k++) sum += g(start + k * step) * (k % 2 ? 4 : 2);
  return sum * step / 3;
}
