// SPDX-License-Identifier: MIT
// What people say of a product: the stars they gave, their texts, and a form for one's own.
import { get, post, query, remove } from "./api.js";
import { starsOf } from "./cards.js";
import { busyWhile, h, icon } from "./dom.js";
import { field, formOf } from "./forms.js";
import { attempt, here, say, showAgain } from "./router.js";
import { session } from "./session.js";
import { day, t } from "./texts.js";

const PAGE = 5;
const TEXT_MAX = 2000;

// Of the five, the most stars first: a bar each, as long as its share.
function bars({ count, stars }) {
  const rows = [5, 4, 3, 2, 1].map((star) => {
    const given = stars[star - 1];
    return h(
      "li",
      {},
      h("span", {}, `${star}`, icon("star", "lit")),
      h("progress", { max: count, value: given, "aria-label": `${t("stars", { count: star })}: ${given}` }),
      h("span", {}, String(given)),
    );
  });
  return h("ul", { class: "bars" }, rows);
}

function summary(rating) {
  if (!rating?.count) return h("p", { class: "lead" }, t("noReviews"));
  return h(
    "div",
    { class: "summary-stars" },
    h("p", {}, h("strong", { class: "average" }, String(rating.average)), starsOf(rating.average), h("small", {}, t("reviewCount", { count: rating.count }))),
    rating.stars ? bars(rating) : null,
  );
}

function deleteButton(review) {
  const button = h("button", { class: "link", type: "button" }, t("deleteReview"));
  const drop = () =>
    attempt(async () => {
      await remove(`/reviews/${review._id}`);
      await showAgain();
    });
  button.addEventListener("click", busyWhile(button, drop));
  return button;
}

function reviewItem(review) {
  const isMine = session.account && review.user?._id === session.account._id;
  const initial = (review.user?.name || "?").trim()[0];
  return h(
    "li",
    { class: "review" },
    h(
      "p",
      { class: "review-head" },
      review.user?.profilePhoto ? h("img", { class: "face", src: review.user.profilePhoto, alt: "" }) : h("span", { class: "face", "aria-hidden": "true" }, initial),
      h("strong", {}, review.user?.name || t("someone")),
      starsOf(review.rating),
      review.verified ? h("span", { class: "verified" }, icon("check"), t("verified")) : null,
      h("small", {}, day(review.createdAt)),
    ),
    h("p", { class: "review-text" }, review.text),
    isMine ? h("p", {}, deleteButton(review)) : null,
  );
}

function starPicker() {
  const star = (value) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name: "rating", value, required: true, "aria-label": t("stars", { count: value }) }),
      icon("star"),
    );
  return h("fieldset", { class: "star-picker" }, h("legend", {}, t("yourRating")), h("div", {}, [1, 2, 3, 4, 5].map(star)), h("p", { class: "wrong", data: { wrong: "rating" } }));
}

function form(product) {
  const send = async ({ rating, text }) => {
    await post(`/reviews/product/${product._id}`, { rating: Number(rating) || null, text });
    say(t("reviewThanks"));
    await showAgain();
  };
  return h(
    "details",
    { class: "write" },
    h("summary", { class: "button" }, t("writeReview")),
    formOf({ submit: t("send"), send, key: "send-review" }, starPicker(), field({ name: "text", label: t("yourText"), rows: 4, maxlength: TEXT_MAX, required: true })),
  );
}

function own(product, reviews) {
  if (!session.account) return h("p", {}, h("a", { class: "button", href: `#/sign-in${query({ then: here().path })}` }, t("signInToReview")));
  const has = reviews.some((review) => review.user?._id === session.account._id);
  return has ? null : form(product);
}

// The section of a product's page.
export async function reviewsOf(product) {
  const address = (page) => `/reviews/product/${product._id}${query({ page, limit: PAGE })}`;
  const first = await get(address(1));
  const list = h("ul", { class: "reviews" }, first.map(reviewItem));
  const place = h("p", { class: "more" });
  const offer = (page) => {
    if (page > first.meta.pages) return place.remove();
    const button = h("button", { class: "button", type: "button" }, t("more"));
    const more = () =>
      attempt(async () => {
        list.append(...(await get(address(page))).map(reviewItem));
        offer(page + 1);
      });
    button.addEventListener("click", busyWhile(button, more));
    return place.replaceChildren(button);
  };
  offer(2);
  return h(
    "section",
    { class: "reviews-section", "aria-labelledby": "reviews-title" },
    h("h2", { id: "reviews-title" }, t("reviews")),
    summary(first.meta.rating),
    own(product, first),
    list,
    first.meta.pages > 1 ? place : null,
  );
}
