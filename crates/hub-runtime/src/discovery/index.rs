//! Which tools a question means: ranked by BM25 over a tool's words, those of its name counting most.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;

use hub_model::Tool;
use serde_json::Value;

use super::words::{Deed, akin, deed, terms};

/// How soon a term that is repeated counts for less, and how much a long text is held against it: the usual values.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.6;
/// What a word that only means the same, or only begins the same, counts.
const AKIN: f32 = 0.45;
const BEGINNING: f32 = 0.6;
/// A tool that does what is wanted, and not only to the right thing.
const FITTING_DEED: f32 = 1.3;
/// Shorter words begin too many others.
const SHORTEST_BEGINNING: usize = 4;
/// How much of a description is looked at: what a tool does stands first.
const DESCRIPTION: usize = 400;
/// Words of a question that are looked at.
const MOST_TERMS: usize = 40;

/// The index of a server's tools.
pub(super) struct Index {
    /// By term, the tools that have it and how much it counts there. Ordered, so that beginnings are found.
    postings: BTreeMap<Box<str>, Vec<(u32, f32)>>,
    /// Sum of the weights of each tool.
    lengths: Vec<f32>,
    average: f32,
    /// What each tool may be wanted for.
    deeds: Vec<&'static [Deed]>,
}

impl Index {
    pub(super) fn new(tools: &[Tool]) -> Self {
        let mut postings: BTreeMap<Box<str>, Vec<(u32, f32)>> = BTreeMap::new();
        let mut lengths = Vec::with_capacity(tools.len());
        for (at, tool) in (0u32..).zip(tools) {
            let weights = weigh(tool);
            lengths.push(weights.values().sum());
            for (term, weight) in weights {
                postings.entry(term.into()).or_default().push((at, weight));
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "some thousand tools")]
        let average = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(1.0);
        Self { postings, lengths, average, deeds: tools.iter().map(deeds).collect() }
    }

    /// Positions of the tools that fit best, the best first; ties in the order of the tools.
    pub(super) fn search(&self, question: &str, most: usize) -> Vec<usize> {
        let mut scores: HashMap<u32, f32> = HashMap::new();
        let mut asked = terms(question);
        asked.truncate(MOST_TERMS);
        for term in &asked {
            // A tool gets the best of the ways in which it has the term, not their sum.
            let mut best: HashMap<u32, f32> = HashMap::new();
            self.score(term, 1.0, &mut best);
            for other in akin(term) {
                self.score(&other, AKIN, &mut best);
            }
            if !self.postings.contains_key(term.as_str()) && term.chars().count() >= SHORTEST_BEGINNING {
                let longer = self
                    .postings
                    .range::<str, _>((Bound::Included(term.as_str()), Bound::Unbounded))
                    .map(|(longer, _)| longer);
                for longer in longer.take_while(|longer| longer.starts_with(term.as_str())) {
                    self.score(longer, BEGINNING, &mut best);
                }
            }
            for (tool, score) in best {
                *scores.entry(tool).or_default() += score;
            }
        }
        if let Some(deed) = deed(&asked) {
            for (tool, score) in &mut scores {
                if self.deeds.get(*tool as usize).is_some_and(|deeds| deeds.contains(&deed)) {
                    *score *= FITTING_DEED;
                }
            }
        }
        let mut ranked: Vec<(u32, f32)> = scores.into_iter().collect();
        ranked.sort_by(|(a, left), (b, right)| right.total_cmp(left).then(a.cmp(b)));
        ranked.into_iter().take(most).map(|(at, _)| at as usize).collect()
    }

    fn score(&self, term: &str, share: f32, best: &mut HashMap<u32, f32>) {
        let Some(postings) = self.postings.get(term) else { return };
        #[expect(clippy::cast_precision_loss, reason = "some thousand tools")]
        let (all, having) = (self.lengths.len() as f32, postings.len() as f32);
        let rarity = (1.0 + (all - having + 0.5) / (having + 0.5)).ln();
        for &(tool, weight) in postings {
            let length = self.lengths.get(tool as usize).copied().unwrap_or(self.average);
            let damping = SATURATION * (1.0 - LENGTH + LENGTH * length / self.average);
            let score = share * rarity * weight * (SATURATION + 1.0) / (weight + damping);
            let known = best.entry(tool).or_default();
            *known = known.max(score);
        }
    }
}

/// Told from the method where there is one, and from the hints where there is none.
fn deeds(tool: &Tool) -> &'static [Deed] {
    match tool.origin.operation.split(' ').next() {
        _ if tool.annotations.read_only_hint => &[Deed::Read],
        Some("POST") => &[Deed::Create, Deed::Change],
        Some("PUT") => &[Deed::Change, Deed::Create],
        Some("PATCH") => &[Deed::Change],
        Some("DELETE") => &[Deed::Delete],
        _ => &[Deed::Create, Deed::Change, Deed::Delete],
    }
}

/// How much each term counts for a tool.
fn weigh(tool: &Tool) -> HashMap<String, f32> {
    let mut weights: HashMap<String, f32> = HashMap::new();
    let mut add = |text: &str, weight: f32| {
        let mut seen = HashSet::new();
        for term in terms(text) {
            // Once for each text: a description that says a word ten times does not mean it ten times as much.
            if seen.insert(term.clone()) {
                *weights.entry(term).or_default() += weight;
            }
        }
    };
    add(&tool.name, 2.0);
    add(&tool.title, 2.0);
    let (path, variables): (Vec<&str>, Vec<&str>) =
        tool.origin.operation.split('/').partition(|segment| !segment.starts_with('{'));
    add(&path.join(" "), 1.0);
    add(&variables.join(" "), 0.3);
    add(&tool.origin.tags.join(" "), 0.7);
    let description = tool.description.get(..tool.description.floor_char_boundary(DESCRIPTION)).unwrap_or_default();
    let (first, rest) = description.split_once(['.', '\n']).unwrap_or((description, ""));
    add(first, 1.2);
    add(rest, 0.4);
    let arguments = tool.input_schema.get("properties").and_then(Value::as_object);
    let names: Vec<&str> = arguments.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    add(&names.join(" "), 0.2);
    weights
}
