// Everything works without this script; it saves page loads and shows which server answered each request.
'use strict';

const COLOURS = ['#4fb286', '#e3a63b', '#5b9bd5', '#c678dd', '#e07a5f', '#9aa84f'];
const TRAIL = 40;

/** Servers in the order in which they were first seen, so that each keeps its colour from page to page. */
const seen = JSON.parse(sessionStorage.getItem('seen') ?? '[]');
/** Who answered the latest requests; null stands for a request that failed. */
const trail = JSON.parse(sessionStorage.getItem('trail') ?? '[]');

function colour(node) {
  if (!seen.includes(node)) {
    seen.push(node);
    sessionStorage.setItem('seen', JSON.stringify(seen));
  }
  return COLOURS[seen.indexOf(node) % COLOURS.length];
}

function dot(node) {
  const dot = document.createElement('i');
  dot.className = node === null ? 'dot failed' : 'dot';
  dot.title = node ?? 'no answer';
  if (node !== null) {
    dot.style.background = colour(node);
  }
  return dot;
}

function remember(node) {
  trail.push(node);
  trail.splice(0, trail.length - TRAIL);
  sessionStorage.setItem('trail', JSON.stringify(trail));
}

function dress() {
  const strip = document.getElementById('strip');
  strip.querySelector('.node .dot').style.background = colour(strip.dataset.node);
  strip.querySelector('.trail').replaceChildren(...trail.map(dot));
  const burst = strip.querySelector('.burst');
  burst.hidden = false;
  burst.addEventListener('click', sendMany);
}

/** Puts these parts of an answer in place of those of this page. */
function adopt(html, ...ids) {
  const answer = new DOMParser().parseFromString(html, 'text/html');
  for (const id of ids) {
    document.getElementById(id).replaceWith(answer.getElementById(id));
  }
  remember(document.getElementById('strip').dataset.node);
  dress();
}

function toast(text, bad) {
  document.querySelector('.toast')?.remove();
  const toast = document.createElement('div');
  toast.className = bad ? 'toast bad' : 'toast';
  toast.setAttribute('role', 'status');
  toast.textContent = text;
  document.body.append(toast);
  setTimeout(() => toast.remove(), 2500);
}

/** Sends a request and hands its text on; a failure leaves a red mark in the trail. */
async function request(address, options) {
  try {
    const response = await fetch(address, options);
    if (!response.ok) {
      throw new Error(`the shop answered ${response.status}`);
    }
    return await response.text();
  } catch (failure) {
    remember(null);
    dress();
    throw failure;
  }
}

async function sendMany(event) {
  const address = event.target.dataset.status;
  let failed = 0;
  for (let i = 0; i < 30; i++) {
    try {
      adopt(await request(address), 'strip');
    } catch {
      failed++;
    }
    document.querySelector('.burst').disabled = i < 29;
  }
  toast(failed === 0 ? '30 requests, all answered' : `${failed} of 30 requests failed`, failed > 0);
}

document.addEventListener('submit', async event => {
  const form = event.target;
  if (!form.matches('.in-place')) {
    return;
  }
  event.preventDefault();
  try {
    adopt(await request(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))}), 'bar', 'strip');
    toast('In the cart');
  } catch (failure) {
    toast(`Not in the cart: ${failure.message}`, true);
  }
});

remember(document.getElementById('strip').dataset.node);
dress();
