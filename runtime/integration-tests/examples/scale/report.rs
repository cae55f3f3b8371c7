//! The tables, and whether they are flat.

use std::{process::ExitCode, time::Duration};

use crate::{limits::Limits, operations::Series};

/// By how much the time of an operation may grow from the smallest state to the largest.
const FLAT: f64 = 2.0;

/// All that was measured.
#[derive(Default)]
pub struct Report {
	columns: Vec<(u32, Series)>,
	again: Option<Series>,
	limits: Option<Limits>,
}

impl Report {
	/// Adds what was measured with so many machines.
	pub fn add(&mut self, machines: u32, series: Series) {
		self.columns.push((machines, series));
	}

	/// Adds a second measurement of the smallest state.
	pub fn again(&mut self, series: Series) {
		self.again = Some(series);
	}

	/// Adds what was found of sizes and weights. The last one counts: it is that of the largest state.
	pub fn note(&mut self, limits: Limits) {
		self.limits = Some(limits);
	}

	/// Prints the tables.
	pub fn print(&self) {
		self.print_times();
		self.print_accesses();
		if let Some(limits) = &self.limits {
			println!();
			limits.print();
		}
	}

	fn print_times(&self) {
		print!("| µs with so many machines |");
		for (machines, _) in &self.columns {
			print!(" {} |", grouped(*machines));
		}
		println!(" the first again | largest / smallest |");
		println!("|---|{}--:|--:|", "--:|".repeat(self.columns.len()));
		for (nth, name) in self.names().enumerate() {
			print!("| {name} |");
			for time in self.times(nth) {
				print!(" {:.0} |", micros(time));
			}
			println!(" {:.2} |", self.growth(nth));
		}
	}

	fn print_accesses(&self) {
		print!("\n| keys read / written, proof in bytes |");
		for (machines, _) in &self.columns {
			print!(" {} |", grouped(*machines));
		}
		println!("\n|---|{}", "--:|".repeat(self.columns.len()));
		for (nth, name) in self.names().enumerate() {
			print!("| {name} |");
			for (_, series) in &self.columns {
				let (_, figure) = &series[nth];
				let proof = u32::try_from(figure.proof).unwrap_or(u32::MAX);
				print!(
					" {} / {}, {} |",
					figure.reads,
					figure.writes,
					grouped(proof)
				);
			}
			println!();
		}
	}

	fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
		let first = self.columns.first().into_iter();
		first.flat_map(|(_, series)| series.iter().map(|(name, _)| *name))
	}

	/// The times of an operation, that of the second measurement last.
	fn times(&self, nth: usize) -> Vec<Duration> {
		let columns = self.columns.iter().map(|(_, series)| series);
		let all = columns.chain(&self.again);
		all.map(|series| series[nth].1.time).collect()
	}

	/// The time in the largest state as a multiple of that in the smallest, of whose two times the longer one counts.
	fn growth(&self, nth: usize) -> f64 {
		let times = self.times(nth);
		let [first, .., largest, again] = times[..] else {
			return 1.0;
		};
		micros(largest) / micros(first.max(again))
	}

	/// Tells what is wrong, if anything is.
	pub fn outcome(&self) -> ExitCode {
		let mut failures: Vec<String> = self.limits.iter().flat_map(Limits::failures).collect();
		for (nth, name) in self.names().enumerate() {
			let growth = self.growth(nth);
			if growth > FLAT {
				failures.push(format!(
					"{name} takes {growth:.2} × the time, more than {FLAT}"
				));
			}
			let accesses = |series: &Series| (series[nth].1.reads, series[nth].1.writes);
			let mut all = self.columns.iter().map(|(_, series)| accesses(series));
			let first = all.next();
			if all.any(|accesses| Some(accesses) != first) {
				failures.push(format!("{name} does not always touch as many keys"));
			}
		}
		for failure in &failures {
			eprintln!("not flat: {failure}");
		}
		if failures.is_empty() {
			ExitCode::SUCCESS
		} else {
			ExitCode::FAILURE
		}
	}
}

fn micros(time: Duration) -> f64 {
	time.as_secs_f64() * 1e6
}

/// A number with commas between its thousands.
fn grouped(number: u32) -> String {
	let digits = number.to_string();
	let groups: Vec<_> = digits
		.as_bytes()
		.rchunks(3)
		.rev()
		.map(String::from_utf8_lossy)
		.collect();
	groups.join(",")
}
